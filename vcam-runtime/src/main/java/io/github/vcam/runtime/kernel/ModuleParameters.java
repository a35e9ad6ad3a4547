// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.Buffers;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The module's parameters as a user asked for them, checked, under the kernel's names. */
public final class ModuleParameters {
    /** The parameters that a user can set, with the values that they can have. */
    public enum Name {
        VIDEO_NR(Kind.NUMBERS, -1, 1023),
        CAPTURE_NR(Kind.NUMBERS, -2, 1023),
        CARD_LABEL(Kind.LABELS, 0, 31),
        EXCLUSIVE_CAPS(Kind.SWITCHES, 0, 1),
        CAMERA(Kind.SWITCHES, 0, 1),
        DEVICES(Kind.NUMBER, 0, MOST_DEVICES),
        MAX_BUFFERS(Kind.NUMBER, 1, Buffers.MOST),
        MAX_WIDTH(Kind.NUMBER, 2, 16384),
        MAX_HEIGHT(Kind.NUMBER, 1, 16384),
        MAX_MEM_MB(Kind.NUMBER, 0, Integer.MAX_VALUE),
        DEBUG(Kind.NUMBER, 0, Integer.MAX_VALUE),
        ALLOWED_GID(Kind.NUMBER, -1, Integer.MAX_VALUE),
        CONTROL_GID(Kind.NUMBER, -1, Integer.MAX_VALUE);

        private final Kind kind;
        private final int least;
        private final int most;

        Name(Kind kind, int least, int most) {
            this.kind = kind;
            this.least = least;
            this.most = most;
        }

        String kernelName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private enum Kind {
        NUMBER,
        NUMBERS,
        SWITCHES,
        LABELS
    }

    private static final int MOST_DEVICES = 8;
    private static final int DEFAULT_NODE = 10;

    private final Map<Name, List<String>> values;

    private ModuleParameters(Map<Name, List<String>> values) {
        this.values = values;
    }

    /** Checks what the user wrote; a parameter left out, null or empty keeps the module's own default. */
    public static ModuleParameters of(Map<Name, @Nullable String> wishes) {
        Map<Name, List<String>> values = new LinkedHashMap<>();
        for (Name name : Name.values()) {
            String wish = wishes.get(name);
            if (wish != null && !wish.isBlank()) {
                values.put(name, parsed(name, wish.strip()));
            }
        }
        int count = count(values);
        if (!values.containsKey(Name.VIDEO_NR) && count > 0) {
            values.put(
                    Name.VIDEO_NR,
                    IntStream.range(DEFAULT_NODE, DEFAULT_NODE + count)
                            .mapToObj(Integer::toString)
                            .toList());
        }
        if (count(values) > MOST_DEVICES) {
            throw invalid(
                    Name.VIDEO_NR,
                    String.join(",", values.getOrDefault(Name.VIDEO_NR, List.of())),
                    "at most " + MOST_DEVICES + " devices can be made at load");
        }
        values.put(Name.DEVICES, List.of(Integer.toString(count(values))));
        return new ModuleParameters(values);
    }

    /**
     * Without a camera, for users who make their own.
     *
     * @param group whose members may do so
     */
    public static ModuleParameters forOwn(int group) {
        return of(Map.of(Name.DEVICES, "0", Name.CONTROL_GID, Integer.toString(group)));
    }

    /**
     * Those of a line of {@link #toString}, in which words of other kinds count for nothing.
     *
     * @param line may begin with other words
     */
    public static ModuleParameters of(String line) {
        Map<Name, @Nullable String> wishes = new LinkedHashMap<>();
        for (String word : line.split(" (?=[a-z_]+=)", -1)) {
            for (Name name : Name.values()) {
                if (word.startsWith(name.kernelName() + "=")) {
                    wishes.put(name, word.substring(name.kernelName().length() + 1));
                }
            }
        }
        return of(wishes);
    }

    /**
     * The same for devices of these forms, in their order; one form is all devices'. What was asked for by the module's
     * own names stays.
     */
    public ModuleParameters withForms(List<Form> forms) {
        Map<Name, List<String>> changed = new LinkedHashMap<>(values);
        List<Form> all = forms.size() == 1 ? Collections.nCopies(count(values), forms.get(0)) : forms;
        put(changed, Name.CAMERA, all, Form.CAMERA, "1", "0");
        put(changed, Name.EXCLUSIVE_CAPS, all, Form.EXCLUSIVE, "1", "0");
        put(changed, Name.CAPTURE_NR, all, Form.SPLIT, "-2", "-1");
        return new ModuleParameters(changed);
    }

    private static void put(
            Map<Name, List<String>> values, Name name, List<Form> forms, Form form, String with, String without) {
        if (forms.contains(form)) {
            values.putIfAbsent(
                    name, forms.stream().map(of -> of == form ? with : without).toList());
        }
    }

    /** The form of the device whose node was asked for by this number; empty where none was. */
    public Optional<Form> form(int number) {
        int device = values.getOrDefault(Name.VIDEO_NR, List.of()).indexOf(Integer.toString(number));
        if (device < 0) {
            return Optional.empty();
        }
        if (!item(Name.CAPTURE_NR, device, "-1").equals("-1")) {
            return Optional.of(Form.SPLIT);
        }
        if (item(Name.CAMERA, device, "0").equals("1")) {
            return Optional.of(Form.CAMERA);
        }
        return Optional.of(item(Name.EXCLUSIVE_CAPS, device, "0").equals("1") ? Form.EXCLUSIVE : Form.JOINED);
    }

    private String item(Name name, int device, String usual) {
        List<String> items = values.getOrDefault(name, List.of());
        return device < items.size() ? items.get(device) : usual;
    }

    private static int count(Map<Name, List<String>> values) {
        if (values.containsKey(Name.DEVICES)) {
            return Integer.parseInt(
                    values.getOrDefault(Name.DEVICES, List.of("1")).get(0));
        }
        return Stream.of(Name.VIDEO_NR, Name.CARD_LABEL, Name.EXCLUSIVE_CAPS)
                .mapToInt(name -> values.getOrDefault(name, List.of()).size())
                .reduce(1, Math::max);
    }

    private static List<String> parsed(Name name, String wish) {
        List<String> items = name.kind == Kind.NUMBER ? List.of(wish) : List.of(wish.split(",", -1));
        List<String> parsed = new ArrayList<>();
        for (String item : items) {
            parsed.add(parsedItem(name, item.strip()));
        }
        return parsed;
    }

    private static String parsedItem(Name name, String item) {
        switch (name.kind) {
            case LABELS -> {
                if (item.isEmpty() || item.length() > name.most || item.matches(".*[\"\\p{Cntrl}].*")) {
                    throw invalid(name, item, "a label has 1 to 31 characters, no quotation mark among them");
                }
                return item;
            }
            case SWITCHES -> {
                if (!item.matches("true|false|0|1")) {
                    throw invalid(name, item, "it can be true or false");
                }
                return item.equals("true") || item.equals("1") ? "1" : "0";
            }
            default -> {
                int number = number(name, item);
                if (number < name.least || number > name.most) {
                    throw invalid(name, item, "it can be " + name.least + " to " + name.most);
                }
                return Integer.toString(number);
            }
        }
    }

    private static int number(Name name, String item) {
        try {
            return Integer.parseInt(item);
        } catch (NumberFormatException e) {
            throw invalid(name, item, "it is not a number");
        }
    }

    private static VcamException invalid(Name name, String value, String why) {
        return InvalidValueException.of(name.kernelName(), name.kernelName() + " is '" + value + "': " + why);
    }

    /** Arguments for modprobe. */
    public List<String> arguments() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().kernelName() + "=" + String.join(",", entry.getValue()))
                .collect(Collectors.toList());
    }

    /** The nodes that loading makes, as far as their numbers were asked for. */
    public List<String> nodes() {
        int devices = count(values);
        return Stream.of(Name.VIDEO_NR, Name.CAPTURE_NR)
                .flatMap(name -> values.getOrDefault(name, List.of()).stream().limit(devices))
                .filter(number -> !number.startsWith("-"))
                .map(number -> "/dev/video" + number)
                .toList();
    }

    /** All of it in one line: two loads with the same line are the same. */
    @Override
    public String toString() {
        return String.join(" ", arguments());
    }
}
