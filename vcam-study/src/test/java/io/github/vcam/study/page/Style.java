// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.page;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a style sheet says of colours, for tests.
 *
 * @param light the named colours on a light screen and on paper
 * @param dark those on a dark screen
 * @param rules the style sheet without its named colours
 */
public record Style(Map<String, String> light, Map<String, String> dark, String rules) {
    private static final String DARK = "@media screen and (prefers-color-scheme: dark) {";
    private static final Pattern ROOT = Pattern.compile(":root \\{([^}]*)\\}");
    private static final Pattern COLOUR = Pattern.compile("--([\\w-]+): #([0-9a-f]{3}|[0-9a-f]{6});");

    public static Style of(String css) {
        int dark = css.indexOf(DARK);
        return new Style(colours(css, 0), colours(css, dark), ROOT.matcher(css).replaceAll(""));
    }

    /** The colours of the first root at or after that place. */
    private static Map<String, String> colours(String css, int from) {
        Map<String, String> colours = new TreeMap<>();
        Matcher root = ROOT.matcher(css);
        if (from >= 0 && root.find(from)) {
            Matcher colour = COLOUR.matcher(root.group(1));
            while (colour.find()) {
                String digits = colour.group(2);
                colours.put(colour.group(1), digits.length() == 3 ? digits.replaceAll("[0-9a-fA-F]", "$0$0") : digits);
            }
        }
        return colours;
    }

    /** How well one colour is seen on another, as WCAG 2 reckons: from 1 to 21. */
    public static double contrast(String one, String other) {
        double a = luminance(Integer.parseInt(one, 16)) + 0.05;
        double b = luminance(Integer.parseInt(other, 16)) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
