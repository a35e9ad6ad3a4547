// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifeLineTest {
    private final LifeLine line = new LifeLine();

    @Test
    void linesAreGiven_theReaderGetsThemAndThenTheEnd() throws Exception {
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                return new BufferedReader(new InputStreamReader(line, StandardCharsets.UTF_8)).readLine();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        line.send("grün");
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("grün");
        line.send("two");
        line.send("three");
        line.close();
        line.send("lost");
        assertThat(new String(line.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("two\nthree\n");
        assertThat(line.read()).isEqualTo(-1);
    }

    @Test
    void readerHasLittleRoom_nothingIsLost() throws IOException {
        line.send("abc");
        byte[] room = new byte[3];
        assertThat(line.read(room, 1, 2)).isEqualTo(2);
        assertThat(room).containsExactly(0, 'a', 'b');
        assertThat(line.read()).isEqualTo('c');
        assertThat(line.read(room, 0, 3)).isEqualTo(1);
        assertThat(room[0]).isEqualTo((byte) '\n');
    }
}
