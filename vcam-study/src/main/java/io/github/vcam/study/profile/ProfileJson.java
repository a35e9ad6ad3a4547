// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/** The report for programs; docs/profile.md explains every field. */
final class ProfileJson {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final int FUNCTIONS = 30;

    private ProfileJson() {}

    static String of(ProfileReport report) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.addProperty("scenario", report.scenario().name().toLowerCase(Locale.ROOT));
        json.addProperty("partial", report.partial().isPresent());
        JsonObject facts = new JsonObject();
        report.facts().forEach(fact -> facts.addProperty(fact.what(), fact.value()));
        json.add("facts", facts);
        json.add("evidence", GSON.toJsonTree(Evidence.of(report)));
        JsonArray methods = new JsonArray();
        report.methods().forEach(method -> methods.add(of(method)));
        json.add("methods", methods);
        return GSON.toJson(json) + "\n";
    }

    private static JsonObject of(MethodProfile profile) {
        JsonObject json = new JsonObject();
        json.addProperty("method", profile.method());
        if (profile.failure() != null) {
            json.addProperty("failure", profile.failure());
            return json;
        }
        json.addProperty("device", profile.device());
        json.addProperty("format", profile.format());
        json.addProperty("seconds", rounded(profile.seconds()));
        json.addProperty("framesPerSecond", rounded(profile.framesPerSecond()));
        json.add("notes", GSON.toJsonTree(profile.notes()));
        JsonArray parts = new JsonArray();
        profile.parts().forEach(part -> parts.add(of(profile, part)));
        json.add("parts", parts);
        return json;
    }

    private static JsonObject of(MethodProfile profile, ProfiledProcess part) {
        Samples samples = part.samples();
        JsonObject json = new JsonObject();
        json.addProperty("role", part.role());
        json.addProperty("method", part.method());
        json.addProperty("samples", samples.count());
        json.addProperty("lostSamples", samples.lost());
        json.addProperty("idleSamplesLeftOut", samples.idle());
        json.addProperty("unknownPercent", rounded(part.unknown().percent()));
        json.addProperty("frames", Math.round(part.frames()));
        json.addProperty("cpuMillisPerFrame", rounded(part.millisPerFrame()));
        json.addProperty(
                "systemCallsPercent", rounded(Evidence.systemCalls(part).percent()));
        JsonArray groups = new JsonArray();
        part.groups().forEach((group, share) -> groups.add(of(part, group, share)));
        json.add("groups", groups);
        JsonArray functions = new JsonArray();
        for (boolean kernel : new boolean[] {true, false}) {
            HotFunction.top(samples, kernel, FUNCTIONS).forEach(function -> functions.add(of(function)));
        }
        json.add("functions", functions);
        json.addProperty("collapsed", profile.id(part) + ".collapsed");
        return json;
    }

    private static JsonObject of(ProfiledProcess part, CostGroup group, Fraction share) {
        JsonObject json = new JsonObject();
        json.addProperty("group", group.word());
        json.addProperty("samples", share.part());
        json.addProperty("percent", rounded(share.percent()));
        json.addProperty("plusMinus", rounded(share.plusMinus()));
        json.addProperty("cpuMillisPerFrame", rounded(part.millisPerFrame(share)));
        return json;
    }

    private static JsonObject of(HotFunction function) {
        JsonObject json = new JsonObject();
        json.addProperty("name", function.frame().title());
        json.addProperty("object", function.frame().object());
        json.addProperty("kernel", function.frame().kernel());
        json.addProperty("group", function.group().word());
        json.addProperty("selfPercent", rounded(function.self().percent()));
        json.addProperty("totalPercent", rounded(function.total().percent()));
        JsonArray paths = new JsonArray();
        for (HotFunction.Path path : function.paths()) {
            JsonObject way = new JsonObject();
            way.addProperty("percent", rounded(path.share().percent()));
            way.add("frames", GSON.toJsonTree(List.copyOf(path.frames())));
            paths.add(way);
        }
        json.add("paths", paths);
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
