// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.study.StudyError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the modules say, and what the goals add. */
class AdviceTest {
    private static final Pattern WORDS_OF_GOALS = Pattern.compile("-D(vcam|input)|vcam:[a-z]|\\bmvn\\b|\\bMaven\\b");

    static Stream<ErrorId> ids() {
        return Stream.<ErrorId[]>of(CoreError.values(), RuntimeError.values(), StudyError.values())
                .flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void everyError_hasItsPage(ErrorId code) {
        assertThat(Path.of("..", "docs", "errors", code.id() + ".md")).isNotEmptyFile();
    }

    @Test
    void everyPage_isOfAnError() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("..", "docs", "errors"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            ids().map(code -> code.id() + ".md").toList());
        }
    }

    @Test
    void userIsTold_theFactWhatToDoAndTheId() {
        assertThat(sentence(new VcamException(CoreError.DEVICE_UNSUITABLE, "/dev/null has no video OUTPUT side")))
                .isEqualTo("/dev/null has no video OUTPUT side — name another device (-Dvcam.device=…) [VCAM-302]");
        assertThat(sentence(new VcamException(RuntimeError.MODULE_BUSY, "it is in use by mpv")))
                .isEqualTo("it is in use by mpv [VCAM-406]");
    }

    @Test
    void valueIsWrong_userIsToldTheProperty() {
        assertThat(sentence(InvalidValueException.of("buffers", "0 buffers are not 1 to 32")))
                .isEqualTo("0 buffers are not 1 to 32 (-Dvcam.buffers=…) [VCAM-204]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vcam-core/src/main", "vcam-agent/src/main", "vcam-runtime/src/main", "vcam-study/src/main"})
    void whatIsBelowTheGoals_hasNoneOfTheirWords(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", directory))) {
            List<Path> sources = files.filter(file -> file.toString().matches(".*\\.(java|sh|js)"))
                    .toList();
            assertThat(sources)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(WORDS_OF_GOALS
                                    .matcher(Files.readString(file))
                                    .results())
                            .as(file.toString())
                            .isEmpty());
        }
    }

    private static String sentence(VcamException failure) {
        UnaryOperator<String> property = name -> "vcam." + name;
        return Advice.sentence(failure, property);
    }
}
