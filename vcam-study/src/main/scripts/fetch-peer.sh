#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# fetch-peer.sh SUITE [KERNEL-HEADERS]: Debian's v4l2loopback of that suite, built for comparison; prints the .ko.
#
# Clean room: whoever works on our module does not read this one's source. It is unpacked and built unopened, and
# the build's output (which may quote it) goes to a file that nobody needs: only the exit status counts.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib/aptroot.sh"

suite=${1:?usage: fetch-peer.sh SUITE [KERNEL-HEADERS]}
headers=$(realpath "${2:-/lib/modules/$(uname -r)/build}")
[[ -e $headers/Makefile ]] || die "no kernel headers in $headers"
peers=${XDG_CACHE_HOME:-$HOME/.cache}/vcam/peers

aptroot_make "$peers/apt-$suite" "$suite"
version=$(aptroot_version "$peers/apt-$suite" v4l2loopback-dkms)
[[ $version ]] || die "$suite has no v4l2loopback-dkms"
place=$peers/${version%-*}/$(basename "$headers")
module=$place/v4l2loopback.ko
if [[ ! -e $module ]]; then
  rm -rf "$place"
  aptroot_unpack "$peers/apt-$suite" "$place/unpacked" v4l2loopback-dkms
  source=$(echo "$place"/unpacked/usr/src/v4l2loopback-*)
  nice -n 5 make -C "$headers" M="$source" modules >"$place/build.log" 2>&1 ||
    die "the build of ${version} for $(basename "$headers") failed"
  cp "$source/v4l2loopback.ko" "$module"
fi
echo "$module"
