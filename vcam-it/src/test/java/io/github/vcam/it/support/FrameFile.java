// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Raw frames, one behind the other, as another program has written them. */
public final class FrameFile {
    private FrameFile() {}

    /** The numbers of its frames, each checked to be whole. */
    public static List<Integer> numbers(Path file, StampedVideo video) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int size = video.format().sizeImage();
        assertThat(bytes.length % size)
                .as("%s: bytes behind the last frame", file)
                .isZero();
        List<Integer> numbers = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += size) {
            numbers.add(video.check(ByteBuffer.wrap(bytes, at, size).slice()));
        }
        return numbers;
    }
}
