#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# fetch-compliance.sh: the newest v4l2-compliance that Debian has, with the libraries that it needs, unpacked into a
# cache folder, nothing installed. Prints the folder. ComplianceIT runs it beside the machine's own.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib/aptroot.sh"

place=${XDG_CACHE_HOME:-$HOME/.cache}/vcam/tools/v4l-utils
if [[ ! -e $place/ready ]]; then
  rm -rf "$place"
  aptroot_make "$place/apt" sid
  packages=$(APT_CONFIG=$place/apt/apt.conf apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts \
    --no-breaks --no-replaces --no-enhances v4l-utils | grep -E '^[a-z]' | sort -u)
  # shellcheck disable=SC2086 # a list
  aptroot_unpack "$place/apt" "$place/root" $packages
  touch "$place/ready"
fi
echo "$place"
