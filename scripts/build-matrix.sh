#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# build-matrix.sh [--into DIR] [LINE...]: builds the module against each kernel line (default: all of Debian's; also "debug" and "kcsan") with W=1,
# each file on its own and then as users build it. Any warning fails, and any call or include against the module's floors. DIR/LINE keeps
# what was built (default: beside the headers).
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../vcam-study/src/main/scripts/lib/aptroot.sh"
. "$(dirname "$0")/lib/kernels.sh"
. "$(dirname "$0")/lib/packages.sh"

into=
if [[ ${1:-} == --into ]]; then
  into=$(realpath -m "$2")
  shift 2
fi
[[ $# -ge 1 ]] || set -- 5.10 6.1 6.12 7
here=$(dirname "$(realpath "$0")")
failures=0
for line; do
  if kernel_is_made "$line"; then kernel_fetch "$line"; else "$here/fetch-kernel.sh" "$line" >/dev/null; fi
  build=${into:+$into/$line}
  build=${build:-$kernels/$line/build}
  mkdir -p "$(dirname "$build")"
  as_root rm -rf "$build" # the chroot is root's
  cp -r "$here/../v4l2loopback-kmod/src/main/c" "$build"
  kernel_make "$line" "$build" clean >/dev/null 2>&1 || true # a source folder may have been built in place
  # each file on its own first; what is kept is what users build
  if ! kernel_make "$line" "$build" W=1 LOOPBACK_PARTS=1 modules >"$build/build.log" 2>&1; then
    verdict="failed"
    tail -20 "$build/build.log" >&2
  elif ! "$here/../v4l2loopback-kmod/scripts/check-layers.sh" "$build" >&2; then
    verdict="its files call upwards"
  elif ! { kernel_make "$line" "$build" clean && kernel_make "$line" "$build" W=1 modules; } >>"$build/build.log" 2>&1; then
    verdict="failed as one"
    tail -20 "$build/build.log" >&2
  elif grep -iE 'warning' "$build/build.log" | grep -v 'the compiler differs'; then
    verdict="built with warnings"
  else
    verdict=clean
  fi
  [[ $verdict == clean ]] || failures=$((failures + 1))
  echo "$line ($(kernel_release "$line")): $verdict"
done
[[ $failures == 0 ]]
