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

# quarters WIDTH HEIGHT: red, lime / blue, white; what is turned, squeezed, cut or wrong in colour shows
quarters() {
	size=s=$(($1 / 2))x$(($2 / 2)):r=10:d=1
	printf '%s' "color=red:$size[a];color=lime:$size[b];color=blue:$size[c];color=white:$size[d];"
	printf '%s' "[a][b]hstack[t];[c][d]hstack[u];[t][u]vstack"
}
h264="-c:v libx264 -crf 12 -g 10 -bf 0 -threads 1 -bitexact"

# shellcheck disable=SC2086
make "$(quarters 96 64)" $h264 -pix_fmt yuv420p upright.mp4
ffmpeg -v error -y -i upright.mp4 -c copy -metadata:s:v rotate=90 -bitexact turned.mp4
# shellcheck disable=SC2086
make "$(quarters 48 64),setsar=2" $h264 -pix_fmt yuv420p narrow.mp4
# two moments in each frame: black rows and white ones
make "color=black:s=64x48:r=20:d=1,format=gray,geq=lum='235*mod(N,2)',format=yuv420p,tinterlace=interleave_top,fieldorder=tff" \
	-c:v mpeg2video -q:v 2 -flags +ilme+ildct -bitexact rows.mpg
for matrix in bt709 smpte170m; do
	# shellcheck disable=SC2086
	make "$(quarters 96 64),scale=out_color_matrix=$matrix:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p" $h264 -color_range tv \
		-colorspace $matrix -color_primaries $matrix -color_trc $matrix $matrix.mp4
done
# shellcheck disable=SC2086
make "$(quarters 96 64),scale=out_color_matrix=bt709:out_range=pc:flags=accurate_rnd+full_chroma_int,format=yuv420p" $h264 -color_range pc \
	-colorspace bt709 -color_primaries bt709 -color_trc bt709 full.mp4
# shellcheck disable=SC2086
make "$(quarters 96 64),scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p10" $h264 -color_range tv \
	-colorspace bt709 -color_primaries bt709 -color_trc bt709 ten.mp4
# shellcheck disable=SC2086
make "color=gray:s=96x64:r=10:d=1,scale=out_color_matrix=bt2020:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p10" $h264 -color_range tv \
	-colorspace bt2020nc -color_primaries bt2020 -color_trc smpte2084 hdr.mkv
# ten frames, nothing for two seconds, ten frames
late="settb=1/1000,setpts='100*N+if(gte(N,10),2000,0)'"
# shellcheck disable=SC2086
make "testsrc2=s=64x48:r=10:d=2" -vf "$late" -fps_mode passthrough -enc_time_base 1/1000 $h264 -pix_fmt yuv420p pause.mkv
make "testsrc2=s=64x48:r=10:d=2" -vf "settb=1/10,setpts='N+if(gte(N,10),3,0)'" -fps_mode passthrough -enc_time_base 1/10 \
	-c:v mjpeg -q:v 9 -pix_fmt yuvj420p -bitexact dropped.avi
for part in a b; do
	# shellcheck disable=SC2086
	make "testsrc2=s=64x48:r=25:d=0.4" $h264 -pix_fmt yuv420p .$part.ts
done
ffmpeg -v error -y -i .b.ts -c copy -output_ts_offset 3600 .later.ts
cat .a.ts .b.ts >again.ts
cat .a.ts .later.ts >hour.ts
for kind in h264 mjpeg; do
	codec=$h264
	[ $kind = h264 ] || codec="-c:v mjpeg -q:v 4 -pix_fmt yuvj420p -bitexact"
	# shellcheck disable=SC2086
	make "$(quarters 48 64)" $codec -f $kind .high.$kind
	# shellcheck disable=SC2086
	make "$(quarters 64 48)" $codec -f $kind .wide.$kind
	cat .high.$kind .wide.$kind >change.$kind
done
make "testsrc2=s=64x48:r=5:d=1" -bitexact moving.gif
rm -f .[a-z]*
