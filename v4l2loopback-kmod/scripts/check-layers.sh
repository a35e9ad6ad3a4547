#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Holds the module's sources against src/main/c/LAYERS: a file may call and
# include what comes before it there, and so nothing of a floor above it, and
# nobody in a circle.
#
#   check-layers.sh DIR
#
# DIR: the sources and the objects built from them with LOOPBACK_PARTS=1. NM: nm for these objects.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
cd "${1:?usage: check-layers.sh DIR}"
ls loopback-*.o > /dev/null 2>&1 || {
	echo "check-layers: $PWD has no objects, build the module there" >&2
	exit 2
}

# file FILE | include FILE FILE | defines FILE SYMBOL | needs FILE SYMBOL
facts() {
	# all files as one have no floor
	for file in loopback-*.[ch] compat*.h; do
		[ "$file" = loopback-build.c ] || echo "file $file"
	done
	grep -E '^#include ["<](loopback|compat)[a-z-]*\.h[">]' \
		loopback-*.[ch] compat*.h | tr '":<>' '    ' |
		awk '{ print "include", $1, $3 }'
	"${NM:-nm}" -A loopback-*.o | awk '
		{ sub(/:.*/, "", $1) }
		$(NF - 1) == "U" { print "needs", $1, $NF }
		$(NF - 1) ~ /^[TDBRVW]$/ { print "defines", $1, $NF }'
}

facts | awk -v layers="$here/src/main/c/LAYERS" '
	function fail(text) {
		print "check-layers: " text > "/dev/stderr"
		failed = 1
	}
	function name(file) {
		sub(/\.[cho]$/, "", file)
		sub(/^loopback-/, "", file)
		return file
	}
	function arrow(from, to, why) {
		if (from == to || !(from in place) || !(to in place))
			return
		if (floor[from] < floor[to])
			fail(from " (floor " floor[from] ") needs " to \
			     " (floor " floor[to] ") above it: " why)
		else if (place[from] < place[to])
			fail(from " needs " to ", which comes after it on floor " \
			     floor[to] ": " why)
	}
	BEGIN {
		while ((getline line < layers) > 0) {
			fields = split(line, word, /[ \t]+/)
			if (line ~ /^[0-9]+ /)
				level = word[1]
			else if (line !~ /^\t/)
				level = ""
			else if (level != "")
				for (i = 2; i <= fields; i++) {
					floor[word[i]] = level
					place[word[i]] = ++places
				}
		}
	}
	$1 == "file" { seen[name($2)] = 1 }
	$1 == "include" { arrow(name($2), name($3), "it includes " $3) }
	$1 == "defines" { owner[$3] = name($2) }
	$1 == "needs" { needs[++count] = name($2); symbol[count] = $3 }
	END {
		for (i = 1; i <= count; i++)
			if (symbol[i] in owner)
				arrow(needs[i], owner[symbol[i]],
				      "it calls or reads " symbol[i])
		if (!count)
			fail("the objects have no symbols")
		for (file in seen)
			if (!(file in place))
				fail(file " is on no floor: see " layers)
		for (file in place)
			if (!(file in seen))
				fail(file " has a floor, but no file")
		exit failed
	}'
