# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Debian packages that a script needs on this machine. To be sourced.

# packages_need PACKAGE...: installs those that are missing, as root or with sudo, and says so before
packages_need() {
  local package missing=() sudo=()
  for package; do
    [[ $(dpkg-query -W -f '${Status}' "$package" 2>&1) == *' installed' ]] || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  echo "${0##*/}: installs ${missing[*]}" >&2
  [[ $(id -u) == 0 ]] || sudo=(sudo -n)
  if ! DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get -qq install -y --no-install-recommends "${missing[@]}" >&2; then
    "${sudo[@]}" apt-get -qq update >&2
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get -qq install -y --no-install-recommends "${missing[@]}" >&2
  fi
}
