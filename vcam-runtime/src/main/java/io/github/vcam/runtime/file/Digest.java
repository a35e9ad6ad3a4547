// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest of bytes that come piece by piece, as sha256sum prints it. */
public final class Digest {
    private final MessageDigest digest;

    public Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    public static String of(byte[] content) {
        return new Digest().add(content).hex();
    }

    public Digest add(byte[] piece) {
        digest.update(piece);
        return this;
    }

    /** The digest of all that came; it is used up then. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
