#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the module with every warning the compiler (W=1) and sparse (C=2) have,
# holds it against its floors (check-layers.sh), and reads it with checkpatch
# --strict in 80 columns. Any line they print is a failure.
#
#   check-kmod.sh [CHECKPATCH]
#
# CHECKPATCH: scripts/checkpatch.pl of a kernel source, also from the environment;
# without it that step is skipped. KDIR: kernel headers (default: the running
# kernel's). CC: compiler.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
checkpatch=${1:-${CHECKPATCH:-}}
KDIR=${KDIR:-/lib/modules/$(uname -r)/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
	failed=1
	echo "check-kmod: $1" >&2
	sed 's/^/  /' "$2" >&2
}

build() {
	cp -r "$here"/src/main/c/*.[ch] "$here"/src/main/c/Kbuild "$here"/src/main/c/include "$work"
	rm -f "$work"/*.mod.c
	if ! make -C "$KDIR" M="$work" ${CC:+CC="$CC"} LOOPBACK_PARTS=1 W=1 C=2 \
		modules > "$work/build.log" 2>&1; then
		complain "the build fails" "$work/build.log"
		return
	fi
	grep -E "^$work/.*(warning|error|note):|^WARNING|^ERROR" "$work/build.log" \
		> "$work/warnings" || true
	[ ! -s "$work/warnings" ] || complain "warnings" "$work/warnings"
	# a parameter that is too much for sparse is a warning of its own
	grep -E "too hairy|sparse: error" "$work/build.log" > "$work/sparse" || true
	[ ! -s "$work/sparse" ] || complain "sparse" "$work/sparse"
	"$here/scripts/check-layers.sh" "$work" > "$work/layers" 2>&1 ||
		complain "layers" "$work/layers"
}

# read_style IGNORED FILE...
read_style() {
	ignored=LINUX_VERSION_CODE,ENOSYS$1
	shift
	"$checkpatch" --strict --no-tree --no-summary --terse --show-types \
		--ignore "$ignored" --max-line-length=80 -f "$@" >> "$work/style" 2>&1 || true
}

patch_style() {
	trace=$here/src/main/c/loopback-trace.h
	space=$here/src/main/c/loopback-space.c
	: > "$work/style"
	find "$here/src" -name '*.[ch]' ! -name '*.mod.c' ! -path '*/build/*' \
		! -path '*/shim/*' ! -path "$trace" ! -path "$space" \
		> "$work/files"
	# shellcheck disable=SC2046 # no name has a space
	read_style '' $(cat "$work/files")
	# TRACE_EVENT() has a form of its own, and the name of this file is no difference
	read_style ,OPEN_ENDED_LINE,PARENTHESIS_ALIGNMENT,SPACING "$trace"
	# its file operations are the core's, changed at run time
	read_style ,CONST_STRUCT "$space"
	[ ! -s "$work/style" ] || complain "checkpatch" "$work/style"
}

command -v sparse > "$work/where" || {
	echo "check-kmod: sparse is missing" >&2
	exit 2
}
build
if [ -n "$checkpatch" ]; then
	patch_style
else
	echo "check-kmod: no checkpatch, step skipped"
fi
[ "$failed" -eq 0 ] && echo "check-kmod: clean"
exit "$failed"
