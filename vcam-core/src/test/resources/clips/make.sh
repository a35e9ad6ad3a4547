#!/bin/sh
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Makes the clips and the sums of their frames anew. Made with ffmpeg 5.1 of Debian 12: another program than the
# library under test, which has to decode the same frames bit by bit, as H.264 asks.
set -eu
cd "$(dirname "$0")"
make() {
	ffmpeg -v error -y -f lavfi -i "$@"
}

make testsrc2=size=96x64:rate=10:duration=2 -c:v libx264 -g 5 -bf 2 -crf 30 -pix_fmt yuv420p \
	-bitexact -movflags +faststart film.mp4
ffmpeg -v error -y -i film.mp4 -pix_fmt yuv420p -bitexact -f framemd5 film.mp4.framemd5
make testsrc2=size=96x64:rate=10:duration=2 -c:v mjpeg -q:v 5 -pix_fmt yuvj420p -bitexact film.avi
ffmpeg -v error -y -i film.avi -c copy -bitexact -f framemd5 film.avi.framemd5
make testsrc2=size=64x48:rate=100:duration=20 -c:v libx264 -g 2000 -crf 45 -pix_fmt yuv420p -bitexact long.mp4
make testsrc2=size=64x48 -frames:v 1 -bitexact still.png
make sine=duration=0.2:sample_rate=8000 -c:a pcm_u8 -bitexact sound.wav
