// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds video nodes by path, number or card label, in sysfs. */
public final class NodeFinder {
    private final Path classDirectory;
    private final Path devDirectory;

    /** A node and its card label. */
    public record Node(Path path, int number, String label) {}

    public NodeFinder(Path classDirectory, Path devDirectory) {
        this.classDirectory = classDirectory;
        this.devDirectory = devDirectory;
    }

    /** The finder over this machine's own directories. */
    public static NodeFinder ofThisMachine() {
        return new NodeFinder(Path.of("/sys/class/video4linux"), Path.of("/dev"));
    }

    /** All video nodes, by number. */
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(classDirectory, "video*")) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                String digits = name.substring("video".length());
                if (isNumber(digits)) {
                    nodes.add(new Node(devDirectory.resolve(name), Integer.parseInt(digits), label(entry)));
                }
            }
        } catch (IOException e) {
            return List.of(); // no video4linux class: no nodes
        }
        nodes.sort(Comparator.comparingInt(Node::number));
        return nodes;
    }

    private static String label(Path entry) {
        try {
            return Files.readString(entry.resolve("name")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * The nodes that {@code device} may mean: a path, a number, "videoN", or a card label (which the two nodes of a
     * split device share). Fails with DEVICE_ABSENT when a label is nobody's, or a path cannot be.
     */
    public List<Path> find(String device) {
        String wanted = device.strip();
        if (wanted.contains("/")) {
            return List.of(path(wanted));
        }
        if (isNumber(wanted)) {
            return List.of(devDirectory.resolve("video" + wanted));
        }
        List<Node> nodes = nodes();
        List<Path> found = nodes.stream()
                .filter(node -> node.label().equals(wanted)
                        || String.valueOf(node.path().getFileName()).equals(wanted))
                .map(Node::path)
                .toList();
        if (found.isEmpty()) {
            throw new VcamException(CoreError.DEVICE_ABSENT, absent(wanted, nodes));
        }
        return found;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new VcamException(
                    CoreError.DEVICE_ABSENT, "No device can be called \"" + name + "\": " + e.getReason());
        }
    }

    private static String absent(String wanted, List<Node> nodes) {
        String known = nodes.stream()
                .map(node -> node.path() + " (" + node.label() + ")")
                .collect(Collectors.joining(", "));
        return "No video device is labelled \"" + wanted + "\"; there is " + (known.isEmpty() ? "none at all" : known);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 7 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
