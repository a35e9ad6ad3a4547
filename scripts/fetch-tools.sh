#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# fetch-tools.sh: the newest v4l2-compliance and v4l2loopback-ctl that Debian has, with the libraries that they need,
# unpacked into a cache folder, nothing installed. Prints the folder. Tests run them beside the machine's own.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../vcam-study/src/main/scripts/lib/aptroot.sh"

place=${XDG_CACHE_HOME:-$HOME/.cache}/vcam/tools/sid
if [[ ! -e $place/ready ]]; then
  rm -rf "$place"
  aptroot_make "$place/apt" sid
  packages=$(APT_CONFIG=$place/apt/apt.conf apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts \
    --no-breaks --no-replaces --no-enhances v4l-utils v4l2loopback-utils | grep -E '^[a-z]' | sort -u)
  # shellcheck disable=SC2086 # a list
  aptroot_unpack "$place/apt" "$place/root" $packages
  touch "$place/ready"
fi
echo "$place"
