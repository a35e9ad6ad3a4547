# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# A private apt root: packages of any Debian suite, the machine's own apt left alone. To be sourced.
# Addresses come from the machine's apt configuration, so mirrors and proxies are respected.

keyring=${VCAM_DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}

die() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# aptroot_site SUITE: where the suite lives; security suites have a server of their own
aptroot_site() {
  # shellcheck disable=SC2016 # apt fills these in
  apt-get indextargets --format '$(RELEASE) $(SITE)' | awk -v security="$([[ $1 == *-security ]] && echo 1)" '
    (($1 ~ /-security$/) == (security == 1)) { print $2; exit }'
}

# aptroot_make [--for ARCHITECTURE] DIR SUITE...: lists, cache and an empty status file under DIR, indices fetched; of that
# architecture first, and of this machine's as NAME:ARCHITECTURE
aptroot_make() {
  local root suite site native
  native=$(dpkg --print-architecture)
  if [[ $1 == --for ]]; then
    native=$2
    shift 2
  fi
  root=$(realpath -m "$1")
  shift
  mkdir -p "$root"/{lists/partial,cache/archives/partial,debs}
  : >"$root/status"
  : >"$root/sources.list"
  for suite; do
    site=$(aptroot_site "$suite")
    [[ $site ]] || die "apt knows no Debian server for $suite"
    echo "deb [signed-by=$keyring] $site $suite main" >>"$root/sources.list"
  done
  cat >"$root/apt.conf" <<EOF
Dir::Etc::SourceList "$root/sources.list";
Dir::Etc::SourceParts "-";
Dir::State "$root";
Dir::State::Lists "$root/lists";
Dir::State::status "$root/status";
Dir::Cache "$root/cache";
APT::Sandbox::User "root";
APT::Architecture "$native";
APT::Architectures { "$native"; "$(dpkg --print-architecture)"; };
Acquire::http::Timeout "60";
EOF
  APT_CONFIG=$root/apt.conf apt-get -qq update >"$root/update.log" 2>&1 || die "apt-get update failed, see $root/update.log"
}

# aptroot_newest DIR REGEX: the package of the highest version among those whose name matches
aptroot_newest() {
  APT_CONFIG=$1/apt.conf apt-cache pkgnames | grep -E "^($2)\$" | sort -V | tail -1
}

# aptroot_version DIR PACKAGE
aptroot_version() {
  APT_CONFIG=$1/apt.conf apt-cache show --no-all-versions "$2" | awk '$1 == "Version:" { print $2; exit }'
}

# aptroot_unpack DIR TARGET PACKAGE...: downloads and unpacks, installs nothing
aptroot_unpack() {
  local root=$1 target=$2 deb
  shift 2
  mkdir -p "$target"
  rm -f "$root"/debs/*.deb
  (cd "$root/debs" && APT_CONFIG=$root/apt.conf apt-get -qq download "$@") >"$root/download.log" 2>&1 ||
    die "cannot download $*, see $root/download.log"
  for deb in "$root"/debs/*.deb; do
    dpkg-deb -x "$deb" "$target"
  done
}
