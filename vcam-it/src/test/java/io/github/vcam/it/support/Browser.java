// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Browsers without a window, that ask nobody whether a page may see the camera and say what pages say. */
public enum Browser {
    CHROMIUM {
        @Override
        List<String> line(Path directory) {
            return List.of(
                    "chromium",
                    "--headless=new",
                    "--no-sandbox",
                    "--no-zygote",
                    "--disable-gpu",
                    "--disable-gpu-watchdog", // an emulated machine looks hung to it
                    "--ipc-connection-timeout=" + PATIENCE_SECONDS,
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--use-fake-ui-for-media-stream",
                    "--enable-logging=stderr",
                    "--user-data-dir=" + directory.resolve("chromium"));
        }
    },
    /** Its home is its own, for as root it takes nobody else's. Console messages go to standard output. */
    FIREFOX {
        @Override
        List<String> line(Path directory) throws IOException {
            Path home = Files.createDirectories(directory.resolve("firefox"));
            Files.writeString(home.resolve("user.js"), String.join("\n", PREFERENCES));
            return List.of(
                    "env", "HOME=" + home, "firefox-esr", "--headless", "--no-remote", "--profile", home.toString());
        }
    };

    /** Of Chromium's processes with the first one; a page that was on its way through one that gives up never arrives. */
    private static final int PATIENCE_SECONDS = 300;

    private static final List<String> PREFERENCES = Stream.of(
                    "media.navigator.permission.disabled, true",
                    "media.navigator.streams.fake, false",
                    "media.autoplay.default, 0",
                    "media.autoplay.blocking_policy, 0",
                    "devtools.console.stdout.content, true",
                    "browser.shell.checkDefaultBrowser, false",
                    "browser.startup.homepage_override.mstone, 'ignore'",
                    "browser.aboutwelcome.enabled, false",
                    "datareporting.policy.dataSubmissionEnabled, false",
                    "datareporting.policy.dataSubmissionPolicyBypassNotification, true",
                    "app.normandy.enabled, false",
                    "app.update.auto, false",
                    "extensions.update.enabled, false",
                    "network.captive-portal-service.enabled, false",
                    "network.connectivity-service.enabled, false",
                    "browser.safebrowsing.malware.enabled, false",
                    "browser.safebrowsing.phishing.enabled, false",
                    "security.sandbox.content.level, 0",
                    "toolkit.startup.max_resumed_crashes, -1",
                    // one process more is many seconds on an emulated machine
                    "dom.ipc.processCount, 1",
                    "dom.ipc.processPrelaunch.enabled, false",
                    "fission.autostart, false")
            .map(entry -> "user_pref('" + entry.replaceFirst(", ", "', ") + ");")
            .toList();

    /** Shows the page that says on the console what the camera shows: {@code VCAM 640x480 red,green,blue}. */
    public RunningProgram look(Path directory) {
        try {
            Path page = directory.resolve("page.html");
            try (InputStream resource = Browser.class.getResourceAsStream("/io/github/vcam/it/page.html")) {
                Files.write(page, Objects.requireNonNull(resource).readAllBytes());
            }
            return open(directory, page.toUri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows what is at an address; what the browser keeps is in the directory. */
    public RunningProgram open(Path directory, String address) {
        try {
            return RunningProgram.start(
                    Stream.concat(line(directory).stream(), Stream.of(address)).toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    abstract List<String> line(Path directory) throws IOException;
}
