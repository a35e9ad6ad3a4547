// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import java.util.List;

/** A producer for tests that has nothing to begin again, to say or to free. */
abstract class PlainProducer implements FrameProducer {
    @Override
    public void rewind() {}

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void close() {}
}
