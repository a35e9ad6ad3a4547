// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import org.jspecify.annotations.Nullable;

/** What a plot never asks of its canvas: XChart draws and fills shapes, letters too. */
abstract class ShapesOnly extends Graphics2D {
    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("only shapes can be drawn");
    }

    @Override
    public Graphics create() {
        throw unsupported();
    }

    @Override
    public void setPaintMode() {
        throw unsupported();
    }

    @Override
    public void setXORMode(Color c1) {
        throw unsupported();
    }

    @Override
    public FontMetrics getFontMetrics(Font f) {
        throw unsupported();
    }

    @Override
    public void clipRect(int x, int y, int width, int height) {
        throw unsupported();
    }

    @Override
    public void setClip(int x, int y, int width, int height) {
        throw unsupported();
    }

    @Override
    public void copyArea(int x, int y, int width, int height, int dx, int dy) {
        throw unsupported();
    }

    @Override
    public void clearRect(int x, int y, int width, int height) {
        throw unsupported();
    }

    @Override
    public void drawRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
        throw unsupported();
    }

    @Override
    public void fillRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
        throw unsupported();
    }

    @Override
    public void drawOval(int x, int y, int width, int height) {
        throw unsupported();
    }

    @Override
    public void fillOval(int x, int y, int width, int height) {
        throw unsupported();
    }

    @Override
    public void drawArc(int x, int y, int width, int height, int startAngle, int arcAngle) {
        throw unsupported();
    }

    @Override
    public void fillArc(int x, int y, int width, int height, int startAngle, int arcAngle) {
        throw unsupported();
    }

    @Override
    public void drawPolyline(int[] xPoints, int[] yPoints, int nPoints) {
        throw unsupported();
    }

    @Override
    public void drawPolygon(int[] xPoints, int[] yPoints, int nPoints) {
        throw unsupported();
    }

    @Override
    public void fillPolygon(int[] xPoints, int[] yPoints, int nPoints) {
        throw unsupported();
    }

    @Override
    public boolean drawImage(Image img, int x, int y, @Nullable ImageObserver observer) {
        throw unsupported();
    }

    @Override
    public boolean drawImage(Image img, int x, int y, int width, int height, @Nullable ImageObserver observer) {
        throw unsupported();
    }

    @Override
    public boolean drawImage(Image img, int x, int y, Color bgcolor, @Nullable ImageObserver observer) {
        throw unsupported();
    }

    @Override
    public boolean drawImage(
            Image img, int x, int y, int width, int height, Color bgcolor, @Nullable ImageObserver observer) {
        throw unsupported();
    }

    @Override
    public boolean drawImage(
            Image img,
            int dx1,
            int dy1,
            int dx2,
            int dy2,
            int sx1,
            int sy1,
            int sx2,
            int sy2,
            @Nullable ImageObserver observer) {
        throw unsupported();
    }

    @Override
    public boolean drawImage(
            Image img,
            int dx1,
            int dy1,
            int dx2,
            int dy2,
            int sx1,
            int sy1,
            int sx2,
            int sy2,
            Color bgcolor,
            @Nullable ImageObserver observer) {
        throw unsupported();
    }

    @Override
    public boolean drawImage(Image img, AffineTransform xform, @Nullable ImageObserver obs) {
        throw unsupported();
    }

    @Override
    public void drawImage(BufferedImage img, BufferedImageOp op, int x, int y) {
        throw unsupported();
    }

    @Override
    public void drawRenderedImage(RenderedImage img, AffineTransform xform) {
        throw unsupported();
    }

    @Override
    public void drawRenderableImage(RenderableImage img, AffineTransform xform) {
        throw unsupported();
    }

    @Override
    public void drawString(String str, int x, int y) {
        throw unsupported();
    }

    @Override
    public void drawString(String str, float x, float y) {
        throw unsupported();
    }

    @Override
    public void drawString(AttributedCharacterIterator iterator, int x, int y) {
        throw unsupported();
    }

    @Override
    public void drawString(AttributedCharacterIterator iterator, float x, float y) {
        throw unsupported();
    }

    @Override
    public void drawGlyphVector(GlyphVector g, float x, float y) {
        throw unsupported();
    }

    @Override
    public boolean hit(Rectangle rect, Shape s, boolean onStroke) {
        throw unsupported();
    }

    @Override
    public GraphicsConfiguration getDeviceConfiguration() {
        throw unsupported();
    }

    @Override
    public Composite getComposite() {
        throw unsupported();
    }

    @Override
    public void setComposite(Composite comp) {
        throw unsupported();
    }

    @Override
    public void setBackground(Color color) {
        throw unsupported();
    }

    @Override
    public Color getBackground() {
        throw unsupported();
    }

    @Override
    public void clip(Shape s) {
        throw unsupported();
    }

    @Override
    public void shear(double shx, double shy) {
        throw unsupported();
    }
}
