// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What a doctor found, as people and as programs read it.
 *
 * @param place where cameras are to live, for people
 * @param reason why there, a half sentence
 * @param findings all that was found, also what was mended then
 * @param mended those that are gone
 * @param commands the words of a cure: one command
 */
public record DoctorReport(
        String place, String reason, List<Finding> findings, List<Finding> mended, Function<Cure, String> commands) {

    /** One JSON object, which docs/doctor.schema.json describes. */
    public String json() {
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(new Json(
                        place,
                        reason,
                        left().isEmpty(),
                        findings.stream().map(this::entry).toList()));
    }

    /** A paragraph for each: what is wrong, why that matters, the command that mends it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            Entry entry = entry(finding);
            lines.add((entry.mended() ? "mended: " : "") + entry.what() + " [" + entry.fault() + ", " + entry.weight()
                    + "]");
            lines.add("    Why it matters: " + entry.why() + ".");
            if (!entry.mended()) {
                lines.add("    What mends it:  " + entry.command());
            }
            lines.add("");
        }
        if (left().isEmpty()) {
            lines.add((findings.isEmpty() ? "Nothing is wrong: " : "Nothing is wrong any more: ") + place);
        }
        return lines;
    }

    /** What is still wrong. */
    public List<Finding> left() {
        return findings.stream().filter(finding -> !mended.contains(finding)).toList();
    }

    private Entry entry(Finding finding) {
        Fault fault = finding.fault();
        return new Entry(
                fault.key(),
                fault.weight().name().toLowerCase(Locale.ROOT),
                finding.what(),
                fault.reason(),
                commands.apply(finding.cure()),
                finding.cure().automatic(),
                mended.contains(finding));
    }

    private record Json(String place, String reason, boolean sound, List<Entry> findings) {}

    private record Entry(
            String fault, String weight, String what, String why, String command, boolean automatic, boolean mended) {}
}
