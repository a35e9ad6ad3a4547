// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

import io.github.vcam.runtime.Camera;
import io.github.vcam.runtime.CameraSpec;
import io.github.vcam.runtime.Cameras;
import io.github.vcam.runtime.Feed;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.PlaceOptions;
import java.nio.file.Path;
import java.time.Duration;

/** Makes a virtual camera, plays a film into it and takes a picture of it: {@code PlayIntoCamera in.mp4 picture.png}. */
@SuppressWarnings("DefaultPackage") // one file, which java runs as it is
public final class PlayIntoCamera {
    public static void main(String[] arguments) {
        try (Place place = Place.open(PlaceOptions.auto())) {
            place.install();
            try (Cameras cameras = place.load(CameraSpec.named("Front").withNumber(10))) {
                Camera camera = cameras.get("Front");
                System.out.println(camera + " is on " + place.description());
                try (Feed feed = place.play(camera.request(arguments[0]).withLoop(true))) {
                    feed.awaitStarted(Duration.ofMinutes(2));
                    camera.snapshot(Path.of(arguments[1]));
                    System.out.println(feed.stop());
                }
            }
        }
    }
}
