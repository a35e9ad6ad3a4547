// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.ffmpeg.FfmpegSource;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.it.support.Pictures;
import io.github.vcam.it.support.Programs;
import io.github.vcam.source.FrameSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people's files are made of, as FFmpeg's own program makes it: each plays whole, and looks as that shows it. */
@Tag("outside")
@Tag("long")
class CorpusIT {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    private static final int FRAMES = 20;
    private static final int FRAME = WIDTH * HEIGHT * 3;
    /** In dB; a wrong matrix, range or frame is below. */
    private static final double ALIKE = 27;

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest(name = "{0} of {1} {2}")
    @CsvSource({
        "a.mp4, libx264, -pix_fmt yuv420p",
        "b.mp4, libx264, -pix_fmt yuv420p -bf 2 -movflags frag_keyframe+empty_moov",
        "c.mkv, libx264, -pix_fmt yuv444p",
        "d.ts, libx264, -pix_fmt yuv420p -bf 2",
        "e.flv, libx264, -pix_fmt yuv420p",
        "f.mov, libx264, -pix_fmt yuv422p10le",
        "g.h264, libx264, -pix_fmt yuv420p -bf 0",
        "h.mp4, libx265, -pix_fmt yuv420p -x265-params log-level=none",
        "i.mkv, libx265, -pix_fmt yuv420p10le -x265-params log-level=none",
        "j.webm, libvpx, -b:v 1M",
        "k.webm, libvpx-vp9, -b:v 1M",
        "l.mkv, libaom-av1, -cpu-used 8 -usage realtime",
        "m.mpg, mpeg1video, -q:v 2 -r 25",
        "n.mpg, mpeg2video, -q:v 2 -r 25",
        "o.ts, mpeg2video, -q:v 2 -r 25 -bf 2",
        "p.avi, mpeg4, -q:v 2",
        "q.mp4, mpeg4, -q:v 2 -bf 1",
        "r.avi, mjpeg, -q:v 2 -pix_fmt yuvj420p",
        "s.mov, mjpeg, -q:v 2 -pix_fmt yuvj422p",
        "t.mjpeg, mjpeg, -q:v 2 -pix_fmt yuvj420p",
        "u.mov, prores_ks, -profile:v 2",
        "v.mov, prores_ks, -profile:v 4 -pix_fmt yuva444p10le",
        "w.mxf, dnxhd, -profile:v dnxhr_sq -pix_fmt yuv422p -s 384x256",
        "x.mkv, ffv1, -pix_fmt yuv420p",
        "y.mkv, ffv1, -pix_fmt gbrp",
        "z.mkv, huffyuv, -pix_fmt yuv422p",
        "aa.avi, utvideo, -pix_fmt rgb24",
        "ab.gif, gif, -r 10",
        "ac.apng, apng, -plays 0",
        "ae.ogv, libtheora, -q:v 9",
        "af.avi, rawvideo, -pix_fmt yuyv422",
        "ag.nut, rawvideo, -pix_fmt bgr24",
        "ah.y4m, wrapped_avframe, -pix_fmt yuv420p",
        "ai.wmv, wmv2, -q:v 2",
        "aj.avi, cinepak, -q:v 2",
        "ak.mov, qtrle, -pix_fmt rgb24",
        "al.tiff, tiff, -frames:v 1",
        "am.png, png, -frames:v 1",
        "an.jpg, mjpeg, -frames:v 1 -q:v 2 -pix_fmt yuvj420p",
        "ao.bmp, bmp, -frames:v 1",
        "ap.webp, libwebp, -frames:v 1 -lossless 1"
    })
    void fileOfThisKind_playsAsFfmpegShowsIt(String name, String encoder, String options) throws IOException {
        Path file = directory.resolve(name);
        make(file, encoder, options);
        byte[] shown = shown(file);
        int count = shown.length / FRAME;
        assertThat(count).as("frames that ffmpeg shows").isPositive();
        List<byte[]> played = played(file, count + 1);

        assertThat(played).hasSize(count);
        for (int index : new int[] {0, count / 2, count - 1}) {
            byte[] expected = Arrays.copyOfRange(shown, index * FRAME, (index + 1) * FRAME);
            assertThat(Pictures.psnr(played.get(index), expected))
                    .as("frame %d", index)
                    .isGreaterThan(ALIKE);
            if (index > 0) {
                assertThat(Pictures.psnr(played.get(index - 1), expected))
                        .as("another frame")
                        .isLessThan(ALIKE);
            }
        }
    }

    private static void make(Path file, String encoder, String options) {
        List<String> line = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i"));
        line.add("testsrc2=size=" + WIDTH + "x" + HEIGHT + ":rate=25:duration=" + FRAMES / 25.0);
        line.addAll(List.of("-c:v", encoder));
        line.addAll(List.of(options.split(" ")));
        line.add(file.toString());
        Programs.call("ffmpeg", line.toArray(String[]::new));
    }

    /** All frames of a file as RGB, each once. */
    private byte[] shown(Path file) throws IOException {
        Path pixels = directory.resolve("pixels");
        Programs.call(
                "ffmpeg",
                "-v",
                "fatal",
                "-i",
                file.toString(),
                "-fps_mode",
                "passthrough",
                "-vf",
                "scale=" + WIDTH + ":" + HEIGHT + ":flags=bicubic,format=rgb24",
                "-f",
                "rawvideo",
                pixels.toString());
        return Files.readAllBytes(pixels);
    }

    private static List<byte[]> played(Path file, int most) {
        List<byte[]> frames = new ArrayList<>();
        try (FrameSource source = FfmpegSource.file(file.toString(), null)) {
            PlaneLayout layout = FrameFormat.of(PixelFormat.RGB3, WIDTH, HEIGHT).tight();
            ByteBuffer buffer = ByteBuffer.allocateDirect(layout.sizeImage());
            source.deliver(layout);
            while (frames.size() < most && source.next()) {
                source.writeTo(buffer);
                byte[] frame = new byte[FRAME];
                buffer.get(0, frame);
                frames.add(frame);
            }
            assertThat(source.warnings()).isEmpty();
        }
        return frames;
    }
}
