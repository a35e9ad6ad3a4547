// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void digest_isThatOfSha256sum() {
        assertThat(Digest.of(bytes("x"))).isEqualTo("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    }

    @Test
    void piecesMakeTheSameAsTheWhole() {
        assertThat(new Digest().add(bytes("a")).add(bytes("bc")).hex()).isEqualTo(Digest.of(bytes("abc")));
    }
}
