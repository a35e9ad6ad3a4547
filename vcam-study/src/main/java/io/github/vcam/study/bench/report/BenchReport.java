// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.runtime.file.WholeFile;
import io.github.vcam.runtime.resource.Resource;
import io.github.vcam.study.bench.BenchResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The report as files: a page for people, JSON for programs, and the JSON's description. */
public final class BenchReport {
    /** For people. */
    public static final String PAGE = "index.html";

    /** For programs. */
    public static final String JSON = "bench.json";

    private BenchReport() {}

    /**
     * Writes or replaces the report; each file is whole at any time. JSON comes first: should the page fail, it can be
     * drawn again from that.
     */
    public static void write(Path directory, BenchResult result) {
        write(directory, result, true);
    }

    /**
     * The same without plots, for a bench that goes on: they take a second of a processor, which whoever measures
     * meanwhile does not have. Whatever ends the bench leaves the last one.
     */
    public static void keep(Path directory, BenchResult result) {
        write(directory, result, false);
    }

    private static void write(Path directory, BenchResult result, boolean plots) {
        try {
            WholeFile.write(directory.resolve(BenchJson.SCHEMA), schema());
            WholeFile.write(directory.resolve(JSON), BenchJson.write(result));
            WholeFile.write(directory.resolve(PAGE), BenchPage.of(result, plots));
        } catch (IOException e) {
            throw new UncheckedIOException("writing the report to " + directory, e);
        }
    }

    /**
     * Reads a report's JSON back.
     *
     * @throws IllegalArgumentException when the file is no such report
     */
    public static BenchResult read(Path json) {
        try {
            return BenchJson.read(Files.readString(json));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + json, e);
        }
    }

    static String schema() {
        return new Resource(BenchReport.class, BenchJson.SCHEMA).text();
    }
}
