// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

import java.util.Objects;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.objdetect.QRCodeDetector;
import org.opencv.videoio.VideoCapture;
import org.opencv.videoio.Videoio;

/**
 * Reads a QR code off a camera by OpenCV, with Debian's libopencv-java. It has to be compiled: what Java compiles and runs at once has a
 * class loader of its own, and OpenCV's classes would not find the library that it loads.
 *
 * <pre>
 * javac -cp /usr/share/java/opencv.jar ReadCode.java
 * java -cp /usr/share/java/opencv.jar:. -Djava.library.path=/usr/lib/jni ReadCode /dev/video0
 * </pre>
 */
public final class ReadCode {
    private static final int FRAMES = 50;

    private ReadCode() {}

    /** Takes the camera's node, writes the code; ends with status 1 when no frame had one. */
    public static void main(String[] arguments) {
        System.loadLibrary(Objects.requireNonNull(Core.NATIVE_LIBRARY_NAME));
        VideoCapture camera = new VideoCapture(arguments[0], Videoio.CAP_V4L2);
        Mat frame = new Mat();
        QRCodeDetector detector = new QRCodeDetector();
        for (int i = 0; i < FRAMES && camera.read(frame); i++) {
            String code = detector.detectAndDecode(frame);
            if (!code.isEmpty()) {
                System.out.println(code);
                System.exit(0);
            }
        }
        System.err.println("no code on " + arguments[0]);
        System.exit(1);
    }
}
