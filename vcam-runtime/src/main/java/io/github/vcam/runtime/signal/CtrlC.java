// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hands the first Ctrl-C to somebody who ends in good order; the second one ends this virtual machine as ever. After a
 * shutdown began no program could be started any more, and what was measured could not be read.
 *
 * <p>{@code sun.misc.Signal} is the only way to it; where that is missing, Ctrl-C stays what it is.
 */
public final class CtrlC implements AutoCloseable {
    private static final String NAME = "INT";
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final @Nullable Object former;

    private CtrlC(@Nullable Object former) {
        this.former = former;
    }

    /** Until it is closed. */
    public static CtrlC handledBy(Runnable first) {
        AtomicBoolean used = new AtomicBoolean();
        try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object[] before = new Object[1];
            InvocationHandler handler = (proxy, method, arguments) -> {
                if (!method.getName().equals("handle")) {
                    return method.getName().equals("equals") ? (Object) false : System.identityHashCode(used);
                }
                if (used.compareAndSet(false, true)) {
                    first.run();
                } else if (before[0] != null) {
                    method.invoke(before[0], arguments);
                }
                return null;
            };
            before[0] = handle(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
            return new CtrlC(before[0]);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return new CtrlC(null);
        }
    }

    /** Ends this virtual machine as Ctrl-C does where nobody handles it; does not return, unless Ctrl-C is ignored here. */
    public static void repeat() {
        try {
            Object signal = signal();
            signal.getClass().getMethod("raise", signal.getClass()).invoke(null, signal);
            Thread.sleep(END_LIMIT.toMillis()); // what comes next shall not begin meanwhile
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("it worked before", e);
        }
    }

    /** Sets a handler and returns the one before. */
    private static Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        Object signal = signal();
        return signal.getClass().getMethod("handle", signal.getClass(), type).invoke(null, signal, handler);
    }

    private static Object signal() throws ReflectiveOperationException {
        return Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(NAME);
    }

    @Override
    public void close() {
        if (former != null) {
            try {
                handle(former);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("it worked before", e);
            }
        }
    }
}
