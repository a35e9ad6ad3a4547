// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.junit;

import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes the cameras of {@link WithVirtualCamera}, hands them to tests, and takes them away. */
final class VirtualCameraExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                ExecutionCondition {
    private static final Namespace NAMESPACE = Namespace.create(VirtualCameraExtension.class);
    private static final Path CONTROL_NODE = Path.of("/dev/v4l2loopback");

    /** Those of one class, or of one test. */
    private static final class Cameras {
        final Map<String, VirtualCameraUnderTest> byLabel = new LinkedHashMap<>();

        void remove() {
            RuntimeException failure = null;
            for (VirtualCameraUnderTest camera : byLabel.values()) {
                try {
                    camera.remove();
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            byLabel.clear();
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static List<WithVirtualCamera> wishes(Optional<? extends AnnotatedElement> element) {
        return AnnotationSupport.findRepeatableAnnotations(element, WithVirtualCamera.class);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean may = wishes(context.getElement()).stream().anyMatch(WithVirtualCamera::disabledWithoutCamera);
        if (!may || Files.isWritable(CONTROL_NODE)) {
            return ConditionEvaluationResult.enabled("a camera can be made, or has to be");
        }
        return ConditionEvaluationResult.disabled("no camera can be made: " + absence());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        make(context, wishes(context.getTestClass()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        remove(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        make(context, wishes(context.getTestMethod()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        remove(context);
    }

    private static void make(ExtensionContext context, List<WithVirtualCamera> wishes) {
        if (wishes.isEmpty()) {
            return;
        }
        if (!Files.exists(CONTROL_NODE)) {
            throw new ExtensionConfigurationException("no camera can be made for this test: " + absence());
        }
        Cameras cameras = new Cameras();
        context.getStore(NAMESPACE).put(context.getUniqueId(), cameras);
        for (WithVirtualCamera wish : wishes) {
            if (cameras.byLabel.containsKey(wish.label())) {
                throw new ExtensionConfigurationException(
                        "two cameras of " + context.getDisplayName() + " have the label \"" + wish.label() + "\"");
            }
            cameras.byLabel.put(wish.label(), VirtualCameraUnderTest.make(wish));
        }
    }

    private static String absence() {
        return "there is no " + CONTROL_NODE + (Files.exists(CONTROL_NODE) ? " that this user may write" : "")
                + " where the test runs; vcam:start loads the module, and failsafe's <jvm>${vcam.jvm}</jvm> runs tests"
                + " beside it";
    }

    private static void remove(ExtensionContext context) {
        Cameras cameras = context.getStore(NAMESPACE).remove(context.getUniqueId(), Cameras.class);
        if (cameras != null) {
            cameras.remove();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == VirtualCameraUnderTest.class;
    }

    /** The nearest ones: the test's own, else those of its class, else of the classes around that. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Optional<String> label = parameter.findAnnotation(Labelled.class).map(Labelled::value);
        Map<String, VirtualCameraUnderTest> found = new LinkedHashMap<>();
        for (Optional<ExtensionContext> around = Optional.of(context);
                around.isPresent();
                around = around.get().getParent()) {
            Cameras cameras = around.get().getStore(NAMESPACE).get(around.get().getUniqueId(), Cameras.class);
            if (cameras != null) {
                cameras.byLabel.forEach(found::putIfAbsent);
                if (label.isEmpty()) {
                    break;
                }
            }
        }
        if (label.isPresent() && found.containsKey(label.get())) {
            return found.get(label.get());
        }
        if (label.isEmpty() && found.size() == 1) {
            return found.values().iterator().next();
        }
        throw new ParameterResolutionException(
                found.isEmpty()
                        ? "there is no camera for " + parameter.getParameter() + ": neither the test nor its class has"
                                + " @WithVirtualCamera"
                        : "which camera is " + parameter.getParameter() + "? @Labelled says so; there are "
                                + labels(found));
    }

    private static String labels(Map<String, VirtualCameraUnderTest> cameras) {
        return cameras.keySet().stream().map(label -> "\"" + label + "\"").collect(Collectors.joining(", "));
    }
}
