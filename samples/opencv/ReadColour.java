// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

import java.util.Objects;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.videoio.VideoCapture;
import org.opencv.videoio.Videoio;

/**
 * Reads the colour of a camera's picture by OpenCV, with Debian's libopencv-java. It has to be compiled: what Java compiles and runs at once
 * has a class loader of its own, and OpenCV's classes would not find the library that it loads.
 *
 * <pre>
 * javac -cp /usr/share/java/opencv.jar ReadColour.java
 * java -cp /usr/share/java/opencv.jar:. -Djava.library.path=/usr/lib/jni ReadColour /dev/video0
 * </pre>
 */
public final class ReadColour {
    private ReadColour() {}

    /** Takes the camera's node, writes red, green and blue of the mean, 0 to 255; ends with status 1 when no frame comes. */
    public static void main(String[] arguments) {
        System.loadLibrary(Objects.requireNonNull(Core.NATIVE_LIBRARY_NAME));
        VideoCapture camera = new VideoCapture(arguments[0], Videoio.CAP_V4L2);
        Mat frame = new Mat();
        if (!camera.read(frame)) {
            System.err.println("no frame of " + arguments[0]);
            System.exit(1);
        }
        Scalar mean = Core.mean(frame); // blue, green, red
        System.out.printf("%.0f %.0f %.0f%n", mean.val[2], mean.val[1], mean.val[0]);
        camera.release();
    }
}
