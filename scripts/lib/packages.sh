# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Debian packages that a script needs on this machine, and rights. To be sourced.

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

packages_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" >&2
}

# packages_need PACKAGE...: installs those that are missing, as root or with sudo, and says so before
packages_need() {
  local package missing=()
  for package; do
    [[ $(dpkg-query -W -f '${Status}' "$package" 2>&1) == *' installed' ]] || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  echo "${0##*/}: installs ${missing[*]}" >&2
  if ! packages_install "${missing[@]}"; then
    as_root apt-get -qq update >&2
    packages_install "${missing[@]}"
  fi
}
