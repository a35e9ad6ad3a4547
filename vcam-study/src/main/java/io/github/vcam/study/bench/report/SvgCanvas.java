// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws a plot as SVG paths on a grid of a tenth of a unit, in colours that follow the page. Small and without a
 * library: letters are many, and whole tenths from point to point are a sixth of what exact coordinates take.
 */
final class SvgCanvas extends ShapesOnly {
    static final int GRID = 10;
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    private final StringBuilder out = new StringBuilder();
    private final RenderingHints hints = new RenderingHints(Map.of());
    private final AffineTransform transform = new AffineTransform();
    private final Rectangle size;
    private Color color = Ink.INK.color();
    private Stroke stroke = new BasicStroke();
    private Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private @Nullable Shape clip;

    SvgCanvas(int width, int height) {
        size = new Rectangle(width, height);
    }

    /** The paths drawn so far. */
    String paths() {
        return out.toString();
    }

    @Override
    public void fill(Shape shape) {
        path(shape, "f", "");
    }

    @Override
    public void draw(Shape shape) {
        BasicStroke line = stroke instanceof BasicStroke basic ? basic : new BasicStroke();
        StringBuilder look = new StringBuilder(" stroke-width=\"")
                .append(Math.round(line.getLineWidth() * GRID))
                .append('"');
        if (line.getDashArray() != null) {
            look.append(" stroke-dasharray=\"");
            for (float dash : line.getDashArray()) {
                look.append(Math.round(dash * GRID)).append(' ');
            }
            look.append('"');
        }
        path(shape, "l", look.toString());
    }

    /** Nothing for what cannot be seen, or leaves no trace on the grid. */
    private void path(Shape shape, String kind, String look) {
        if (color.getAlpha() == 0) {
            return;
        }
        String steps = steps(shape.getPathIterator(transform));
        if (steps.length() > 0) {
            out.append("<path class=\"")
                    .append(kind)
                    .append(' ')
                    .append(Ink.of(color).style())
                    .append('"')
                    .append(look)
                    .append(" d=\"")
                    .append(steps)
                    .append("\"/>\n");
        }
    }

    private static String steps(PathIterator path) {
        StringBuilder steps = new StringBuilder();
        double[] points = new double[6];
        long x = 0;
        long y = 0;
        long startX = 0;
        long startY = 0;
        for (; !path.isDone(); path.next()) {
            int kind = path.currentSegment(points);
            int count = switch (kind) {
                case PathIterator.SEG_CLOSE -> 0;
                case PathIterator.SEG_QUADTO -> 2;
                case PathIterator.SEG_CUBICTO -> 3;
                default -> 1;
            };
            steps.append(
                    switch (kind) {
                        case PathIterator.SEG_MOVETO -> steps.length() == 0 ? 'M' : 'm';
                        case PathIterator.SEG_LINETO -> 'l';
                        case PathIterator.SEG_QUADTO -> 'q';
                        case PathIterator.SEG_CUBICTO -> 'c';
                        default -> 'z';
                    });
            for (int i = 0; i < 2 * count; i += 2) {
                step(steps, Math.round(points[i] * GRID) - x);
                step(steps, Math.round(points[i + 1] * GRID) - y);
            }
            if (count > 0) {
                x = Math.round(points[2 * count - 2] * GRID);
                y = Math.round(points[2 * count - 1] * GRID);
            } else {
                x = startX;
                y = startY;
            }
            if (kind == PathIterator.SEG_MOVETO) {
                startX = x;
                startY = y;
            }
        }
        return steps.toString();
    }

    private static void step(StringBuilder steps, long way) {
        if (way >= 0 && Character.isDigit(steps.charAt(steps.length() - 1))) {
            steps.append(' ');
        }
        steps.append(way);
    }

    @Override
    public void drawLine(int x1, int y1, int x2, int y2) {
        draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void fillRect(int x, int y, int width, int height) {
        fill(new Rectangle(x, y, width, height));
    }

    @Override
    public void setPaint(Paint paint) {
        if (paint instanceof Color plain) {
            setColor(plain);
        } else {
            throw new UnsupportedOperationException("only plain colours");
        }
    }

    @Override
    public Paint getPaint() {
        return color;
    }

    @Override
    public void setColor(Color color) {
        this.color = color;
    }

    @Override
    public Color getColor() {
        return color;
    }

    @Override
    public void setStroke(Stroke stroke) {
        this.stroke = stroke;
    }

    @Override
    public Stroke getStroke() {
        return stroke;
    }

    @Override
    public void setFont(Font font) {
        this.font = font;
    }

    @Override
    public Font getFont() {
        return font;
    }

    @Override
    public FontRenderContext getFontRenderContext() {
        return EXACT;
    }

    @Override
    public void setTransform(AffineTransform transform) {
        this.transform.setTransform(transform);
    }

    @Override
    public AffineTransform getTransform() {
        return new AffineTransform(transform);
    }

    @Override
    public void transform(AffineTransform more) {
        transform.concatenate(more);
    }

    @Override
    public void translate(int x, int y) {
        transform.translate(x, y);
    }

    @Override
    public void translate(double x, double y) {
        transform.translate(x, y);
    }

    @Override
    public void rotate(double angle) {
        transform.rotate(angle);
    }

    @Override
    public void rotate(double angle, double x, double y) {
        transform.rotate(angle, x, y);
    }

    @Override
    public void scale(double x, double y) {
        transform.scale(x, y);
    }

    /** Is remembered alone: plots keep within their axes by themselves. */
    @Override
    public void setClip(@Nullable Shape clip) {
        this.clip = clip;
    }

    @Override
    public @Nullable Shape getClip() {
        return clip;
    }

    @Override
    public Rectangle getClipBounds() {
        return clip == null ? size : clip.getBounds();
    }

    @Override
    public void setRenderingHint(RenderingHints.Key key, @Nullable Object value) {
        if (value != null) {
            hints.put(key, value);
        }
    }

    @Override
    public @Nullable Object getRenderingHint(RenderingHints.Key key) {
        return hints.get(key);
    }

    @Override
    public void setRenderingHints(Map<?, ?> hints) {
        this.hints.clear();
        addRenderingHints(hints);
    }

    @Override
    public void addRenderingHints(Map<?, ?> hints) {
        this.hints.putAll(hints);
    }

    @Override
    public RenderingHints getRenderingHints() {
        return hints;
    }

    @Override
    public void dispose() {}
}
