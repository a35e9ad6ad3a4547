// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the module is doing where the camera is.
 *
 * @param loaded the module in the kernel, if there is one of that name
 * @param installed facts of the file that modprobe would take, where it was looked for: filename, srcversion, description
 * @param devices the module's devices
 * @param holders who holds a video node open
 */
public record ModuleState(
        Optional<Loaded> loaded, Map<String, String> installed, List<Device> devices, List<Holder> holders) {
    /** No module, no camera, nobody. */
    public static final ModuleState NOTHING = new ModuleState(Optional.empty(), Map.of(), List.of(), List.of());

    /**
     * The module in the kernel.
     *
     * @param with the note that vcam made when it loaded the module
     */
    public record Loaded(String version, String sourceVersion, Map<String, String> parameters, String with) {
        /** Whether it is our module: others of that name lack this parameter. */
        boolean ours() {
            return parameters.containsKey("allowed_gid");
        }
    }

    /**
     * One node.
     *
     * @param facts of the device, from debugfs; empty for a second node and without root's rights
     * @param openers who has it open and how, from debugfs
     */
    public record Device(int number, String label, Map<String, String> facts, List<Map<String, String>> openers) {
        public String node() {
            return "/dev/video" + number;
        }
    }

    /** A process with a node open; {@code mode} as {@code ls} shows the link: r, w or both. */
    public record Holder(long pid, String program, String node, String mode) {
        @Override
        public String toString() {
            return program + " (pid " + pid + ")";
        }
    }

    /** Reads the facts that the probe prints. */
    static ModuleState parse(String facts) {
        Facts parsed = new Facts();
        facts.lines().map(line -> List.of(line.split("\t", -1))).forEach(parsed::add);
        return parsed.state();
    }

    /** The holders of the module's own nodes. */
    public List<Holder> moduleHolders() {
        List<String> nodes = devices.stream().map(Device::node).toList();
        return holders.stream()
                .filter(holder -> nodes.contains(holder.node()) || holder.node().equals("/dev/v4l2loopback"))
                .toList();
    }

    private static final class Facts {
        private Optional<String> version = Optional.empty();
        private String sourceVersion = "";
        private String with = "";
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private final Map<String, String> installed = new LinkedHashMap<>();
        private final Map<Integer, String> nodes = new LinkedHashMap<>();
        private final Map<Integer, Map<String, String>> facts = new LinkedHashMap<>();
        private final Map<Integer, List<Map<String, String>>> openers = new LinkedHashMap<>();
        private final List<Holder> holders = new ArrayList<>();

        void add(List<String> fact) {
            switch (fact.get(0)) {
                case "loaded" -> {
                    version = Optional.of(fact.get(1));
                    sourceVersion = fact.get(2);
                }
                case "loaded-with" -> with = fact.get(1);
                case "parameter" -> parameters.put(fact.get(1), fact.get(2));
                case "node" -> {
                    if (fact.get(2).equals("yes")) {
                        nodes.put(Integer.valueOf(fact.get(1)), fact.get(3));
                    }
                }
                case "counter" -> count(Integer.parseInt(fact.get(1)), fact.get(2));
                case "holder" ->
                    holders.add(new Holder(Long.parseLong(fact.get(1)), fact.get(4), fact.get(3), mode(fact.get(2))));
                default -> {
                    if (fact.get(0).startsWith("installed-")) {
                        installed.put(fact.get(0).substring("installed-".length()), fact.get(1));
                    }
                }
            }
        }

        private void count(int number, String line) {
            if (line.startsWith("device ")) {
                facts.put(number, pairs(line));
            } else if (line.startsWith("opener ")) {
                openers.computeIfAbsent(number, n -> new ArrayList<>()).add(pairs(line));
            }
        }

        /** Words of the form key=value, with octal escapes in the values. */
        private static Map<String, String> pairs(String line) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String word : List.of(line.split(" ", -1))) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    pairs.put(word.substring(0, equals), unescaped(word.substring(equals + 1)));
                }
            }
            return pairs;
        }

        private static String unescaped(String value) {
            return Pattern.compile("\\\\([0-7]{3})")
                    .matcher(value)
                    .replaceAll(match ->
                            Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(match.group(1), 8))));
        }

        private static String mode(String link) {
            return link.replaceAll("[^rw]", "");
        }

        ModuleState state() {
            List<Device> devices = nodes.entrySet().stream()
                    .map(node -> new Device(
                            node.getKey(),
                            node.getValue(),
                            facts.getOrDefault(node.getKey(), Map.of()),
                            openers.getOrDefault(node.getKey(), List.of())))
                    .sorted(java.util.Comparator.comparingInt(Device::number))
                    .toList();
            return new ModuleState(
                    version.map(v -> new Loaded(v, sourceVersion, Map.copyOf(parameters), with)),
                    Map.copyOf(installed),
                    devices,
                    List.copyOf(holders));
        }
    }
}
