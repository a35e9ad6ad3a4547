// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.error.VcamException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a feed did, so far or in all.
 *
 * @param sent frames that the device took
 * @param late frames that were sent more than one frame's time after they were due
 * @param dropped frames of the input that were left out to reach the rate
 * @param bytes bytes of all frames sent
 * @param elapsed time since the start of the feed
 * @param firstFrame time from the start to the first frame sent; zero when none was
 * @param warnings what was wrong with the input, in words
 * @param end why it ended
 * @param failure what ended it, for {@link End#DEVICE_LOST} and {@link End#FAILED}
 */
public record FeedStats(
        long sent,
        long late,
        long dropped,
        long bytes,
        Duration elapsed,
        Duration firstFrame,
        List<String> warnings,
        End end,
        @Nullable VcamException failure) {

    /** Why a feed ended. */
    public enum End {
        RUNNING,
        END_OF_INPUT,
        DURATION_REACHED,
        STOPPED,
        DEVICE_LOST,
        FAILED
    }

    public FeedStats {
        warnings = List.copyOf(warnings);
    }

    /** Frames sent per second, between the first and the last. */
    public double fps() {
        double seconds = elapsed.minus(firstFrame).toNanos() / 1e9;
        return sent < 2 || seconds <= 0 ? 0 : (sent - 1) / seconds;
    }

    /** Throws what ended the feed, if it was a failure. */
    public void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d frames sent, %d late, %d dropped, %.2f fps, %.1f MB",
                sent,
                late,
                dropped,
                fps(),
                bytes / 1e6);
    }
}
