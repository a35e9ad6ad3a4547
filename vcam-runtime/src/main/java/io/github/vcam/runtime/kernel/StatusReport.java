// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The module's state as people and as programs read it. */
public final class StatusReport {
    private final ModuleState state;

    public StatusReport(ModuleState state) {
        this.state = state;
    }

    /** One JSON object, which docs/status.schema.json describes. */
    public String json() {
        Optional<ModuleState.Loaded> loaded = state.loaded();
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(new Json(
                        loaded.isPresent(),
                        loaded.map(ModuleState.Loaded::version).orElse(""),
                        loaded.map(ModuleState.Loaded::ours).orElse(false),
                        loaded.map(ModuleState.Loaded::parameters).orElse(Map.of()),
                        state.devices().stream().map(JsonDevice::of).toList(),
                        state.moduleHolders()));
    }

    /** A few lines for people. */
    public List<String> lines() {
        if (state.loaded().isEmpty()) {
            return List.of("v4l2loopback is not loaded");
        }
        ModuleState.Loaded loaded = state.loaded().get();
        List<String> lines = new ArrayList<>();
        lines.add("v4l2loopback " + loaded.version() + (loaded.ours() ? "" : " (not ours)")
                + (loaded.with().isEmpty()
                        ? ""
                        : ", loaded with " + loaded.with().replaceFirst("^\\S* ", "")));
        for (ModuleState.Device device : state.devices()) {
            lines.add(device.node() + "  " + device.label() + "  " + format(device.facts()));
            device.openers().forEach(opener -> lines.add("    " + opener(opener)));
            if (device.openers().isEmpty()) {
                holders(device).forEach(holder -> lines.add("    open  " + holder));
            }
        }
        if (!state.devices().isEmpty()
                && state.devices().stream().allMatch(device -> device.facts().isEmpty())) {
            lines.add("formats, frames and other users' programs are root's to see");
        }
        return lines;
    }

    private List<String> holders(ModuleState.Device device) {
        return state.holders().stream()
                .filter(holder -> holder.node().equals(device.node()))
                .map(ModuleState.Holder::toString)
                .distinct()
                .toList();
    }

    private static String format(Map<String, String> facts) {
        if (facts.isEmpty()) {
            return "";
        }
        String interval = facts.getOrDefault("interval", "");
        return facts.getOrDefault("format", "?") + " " + facts.getOrDefault("width", "?") + "x"
                + facts.getOrDefault("height", "?") + (interval.isEmpty() ? "" : " every " + interval + " s")
                + ", " + facts.getOrDefault("frames", "0") + " frames in";
    }

    private static String opener(Map<String, String> facts) {
        String role = facts.getOrDefault("role", "none");
        String who = facts.getOrDefault("comm", "?") + " (pid " + facts.getOrDefault("pid", "?") + ")";
        return switch (role) {
            case "producer" ->
                "producer  " + who + " by " + facts.getOrDefault("method", "?") + ", "
                        + facts.getOrDefault("frames_in", "0") + " frames in" + copied(facts) + whyCopied(facts);
            case "consumer" ->
                "consumer  " + who + " by " + facts.getOrDefault("method", "?") + ", "
                        + facts.getOrDefault("frames_out", "0") + " frames out, "
                        + facts.getOrDefault("dropped", "0") + " dropped" + copied(facts) + latency(facts);
            default -> "open  " + who;
        };
    }

    private static String copied(Map<String, String> facts) {
        long frames = number(facts, "copied");
        return frames == 0 ? "" : ", " + frames + " copied (" + number(facts, "copied_bytes") + " bytes)";
    }

    /** Of a producer that brings its own memory: why that could not be shown as it is, see loopback.rst. */
    private static String whyCopied(Map<String, String> facts) {
        String why = facts.getOrDefault("copies", "none");
        return why.equals("none") ? "" : ", the last for: " + why.replace('_', ' ');
    }

    /** The module knows it while somebody asks for it: see loopback.rst. */
    private static String latency(Map<String, String> facts) {
        long count = number(facts, "latency_count");
        if (count == 0) {
            return "";
        }
        double mean = number(facts, "latency_sum_ns") / 1e6 / count;
        return String.format(
                Locale.ROOT, ", latency %.3f ms, at most %.3f ms", mean, number(facts, "latency_max_ns") / 1e6);
    }

    private static long number(Map<String, String> facts, String key) {
        return Long.parseLong(facts.getOrDefault(key, "0"));
    }

    private record Json(
            boolean loaded,
            String version,
            boolean ours,
            Map<String, String> parameters,
            List<JsonDevice> devices,
            List<ModuleState.Holder> holders) {}

    private record JsonDevice(
            String node, int number, String label, Map<String, String> facts, List<Map<String, String>> openers) {
        static JsonDevice of(ModuleState.Device device) {
            return new JsonDevice(device.node(), device.number(), device.label(), device.facts(), device.openers());
        }
    }
}
