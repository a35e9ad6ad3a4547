// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The tests' clips; {@code make.sh} beside them says how another program made them, and the sums of their frames. */
public final class Clips {
    /** Two seconds of H.264 at ten frames, 96x64, with frames that come out in another order than they lie. */
    public static final String FILM = "film.mp4";
    /** The same as JPEG images. */
    public static final String JPEGS = "film.avi";
    /** 2000 small frames. */
    public static final String LONG = "long.mp4";

    public static final String STILL = "still.png";
    public static final String SOUND = "sound.wav";

    private Clips() {}

    public static Path find(String name) {
        try {
            return Path.of(Objects.requireNonNull(Clips.class.getResource("/clips/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The MD5 of each frame as ffmpeg found it: of film.mp4 decoded, of film.avi as it lies in the file. */
    public static List<String> sums(String name) throws IOException {
        return Files.readAllLines(find(name + ".framemd5")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }
}
