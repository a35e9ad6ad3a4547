// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorPagesTest {

    @ParameterizedTest
    @EnumSource
    void everyError_hasItsPage(ErrorCode code) {
        assertThat(Path.of("..", "docs", "errors", code.id() + ".md")).isNotEmptyFile();
    }

    @Test
    void everyError_hasAnIdOfItsOwn() {
        assertThat(ErrorCode.values()).extracting(ErrorCode::id).doesNotHaveDuplicates();
    }
}
