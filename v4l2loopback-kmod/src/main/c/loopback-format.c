// SPDX-License-Identifier: GPL-2.0-only
/*
 * The formats: a table, and from it the size of a frame. Odd widths and heights
 * round chroma up. Lines are padded only if a producer asks for that, and the
 * control keep_strides lets it.
 */

#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/videodev2.h>

#include "loopback-dev.h"
#include "loopback-format.h"

/**
 * struct loopback_format - one pixel format, which is accepted and enumerated
 * @fourcc: V4L2_PIX_FMT_*
 * @bits: of a pixel in the first plane; 0: compressed
 * @group: pixels that cannot be parted, in the first plane
 * @chroma: bytes of a chroma sample, all chroma planes together
 * @hdiv: pixels per chroma sample, horizontally
 * @vdiv: and vertically
 */
struct loopback_format {
	u32 fourcc;
	u8 bits;
	u8 group;
	u8 chroma;
	u8 hdiv;
	u8 vdiv;
};

#define LOOPBACK_COMPRESSED_BYTES	4	/* room for each pixel */
#define LOOPBACK_STRIDE_ALIGN		4096	/* the most that is wanted */
#define LOOPBACK_FRAME_LIMIT		SZ_1G	/* no format needs more */

static const struct loopback_format loopback_formats[] = {
	/* packed RGB */
	{ V4L2_PIX_FMT_BGR32, 32, 1 },
	{ V4L2_PIX_FMT_RGB32, 32, 1 },
	{ V4L2_PIX_FMT_BGR24, 24, 1 },
	{ V4L2_PIX_FMT_RGB24, 24, 1 },
	{ V4L2_PIX_FMT_ABGR32, 32, 1 },
	{ V4L2_PIX_FMT_XBGR32, 32, 1 },
	{ V4L2_PIX_FMT_RGBA32, 32, 1 },
	{ V4L2_PIX_FMT_RGBX32, 32, 1 },
	{ V4L2_PIX_FMT_BGRA32, 32, 1 },
	{ V4L2_PIX_FMT_BGRX32, 32, 1 },
	{ V4L2_PIX_FMT_ARGB32, 32, 1 },
	{ V4L2_PIX_FMT_XRGB32, 32, 1 },
	{ V4L2_PIX_FMT_RGB332, 8, 1 },
	{ V4L2_PIX_FMT_RGB444, 16, 1 },
	{ V4L2_PIX_FMT_RGB555, 16, 1 },
	{ V4L2_PIX_FMT_RGB565, 16, 1 },
	{ V4L2_PIX_FMT_RGB555X, 16, 1 },
	{ V4L2_PIX_FMT_RGB565X, 16, 1 },
	{ V4L2_PIX_FMT_BGR666, 32, 1 },
	/* packed YUV and grey */
	{ V4L2_PIX_FMT_YUYV, 16, 2 },
	{ V4L2_PIX_FMT_UYVY, 16, 2 },
	{ V4L2_PIX_FMT_YVYU, 16, 2 },
	{ V4L2_PIX_FMT_VYUY, 16, 2 },
	{ V4L2_PIX_FMT_YYUV, 16, 2 },
	{ V4L2_PIX_FMT_YUV32, 32, 1 },
	{ V4L2_PIX_FMT_GREY, 8, 1 },
	{ V4L2_PIX_FMT_Y4, 8, 1 },
	{ V4L2_PIX_FMT_Y6, 8, 1 },
	{ V4L2_PIX_FMT_Y10, 16, 1 },
	{ V4L2_PIX_FMT_Y12, 16, 1 },
	{ V4L2_PIX_FMT_Y16, 16, 1 },
	{ V4L2_PIX_FMT_YUV444, 16, 1 },
	{ V4L2_PIX_FMT_YUV555, 16, 1 },
	{ V4L2_PIX_FMT_YUV565, 16, 1 },
	/* Bayer */
	{ V4L2_PIX_FMT_SRGGB8, 8, 1 },
	{ V4L2_PIX_FMT_SGRBG8, 8, 1 },
	{ V4L2_PIX_FMT_SGBRG8, 8, 1 },
	{ V4L2_PIX_FMT_SBGGR8, 8, 1 },
	{ V4L2_PIX_FMT_SRGGB10, 16, 1 },
	{ V4L2_PIX_FMT_SGRBG10, 16, 1 },
	{ V4L2_PIX_FMT_SGBRG10, 16, 1 },
	{ V4L2_PIX_FMT_SBGGR10, 16, 1 },
	{ V4L2_PIX_FMT_SRGGB12, 16, 1 },
	{ V4L2_PIX_FMT_SGRBG12, 16, 1 },
	{ V4L2_PIX_FMT_SGBRG12, 16, 1 },
	{ V4L2_PIX_FMT_SBGGR12, 16, 1 },
	{ V4L2_PIX_FMT_SRGGB16, 16, 1 },
	{ V4L2_PIX_FMT_SGRBG16, 16, 1 },
	{ V4L2_PIX_FMT_SGBRG16, 16, 1 },
	{ V4L2_PIX_FMT_SBGGR16, 16, 1 },
	/* planar YUV */
	{ V4L2_PIX_FMT_YVU410, 8, 1, 2, 4, 4 },
	{ V4L2_PIX_FMT_YVU420, 8, 1, 2, 2, 2 },
	{ V4L2_PIX_FMT_YUV410, 8, 1, 2, 4, 4 },
	{ V4L2_PIX_FMT_YUV420, 8, 1, 2, 2, 2 },
	{ V4L2_PIX_FMT_YUV422P, 8, 1, 2, 2, 1 },
	{ V4L2_PIX_FMT_YUV411P, 8, 1, 2, 4, 1 },
	{ V4L2_PIX_FMT_Y41P, 12, 8 },
	{ V4L2_PIX_FMT_NV12, 8, 1, 2, 2, 2 },
	{ V4L2_PIX_FMT_NV21, 8, 1, 2, 2, 2 },
	{ V4L2_PIX_FMT_NV16, 8, 1, 2, 2, 1 },
	{ V4L2_PIX_FMT_NV61, 8, 1, 2, 2, 1 },
	{ V4L2_PIX_FMT_NV24, 8, 1, 2, 1, 1 },
	{ V4L2_PIX_FMT_NV42, 8, 1, 2, 1, 1 },
#ifdef V4L2_PIX_FMT_P010
	{ V4L2_PIX_FMT_P010, 16, 1, 4, 2, 2 },
#endif
	/* compressed */
	{ V4L2_PIX_FMT_MJPEG },
	{ V4L2_PIX_FMT_JPEG },
	{ V4L2_PIX_FMT_DV },
	{ V4L2_PIX_FMT_MPEG },
	{ V4L2_PIX_FMT_H264 },
	{ V4L2_PIX_FMT_H264_NO_SC },
	{ V4L2_PIX_FMT_H264_MVC },
	{ V4L2_PIX_FMT_H263 },
	{ V4L2_PIX_FMT_MPEG1 },
	{ V4L2_PIX_FMT_MPEG2 },
	{ V4L2_PIX_FMT_MPEG4 },
	{ V4L2_PIX_FMT_XVID },
	{ V4L2_PIX_FMT_VC1_ANNEX_G },
	{ V4L2_PIX_FMT_VC1_ANNEX_L },
	{ V4L2_PIX_FMT_VP8 },
	{ V4L2_PIX_FMT_VP9 },
	{ V4L2_PIX_FMT_HEVC },
#ifdef V4L2_PIX_FMT_AV1
	{ V4L2_PIX_FMT_AV1 },
#endif
};

static const struct loopback_format *loopback_format_find(u32 fourcc)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(loopback_formats); i++)
		if (loopback_formats[i].fourcc == fourcc)
			return &loopback_formats[i];
	return NULL;
}

/* The index-th format to enumerate, or 0. */
u32 loopback_format_nth(unsigned int index)
{
	return index < ARRAY_SIZE(loopback_formats) ?
		       loopback_formats[index].fourcc : 0;
}

bool loopback_format_known(u32 fourcc)
{
	return loopback_format_find(fourcc);
}

bool loopback_format_compressed(u32 fourcc)
{
	const struct loopback_format *format = loopback_format_find(fourcc);

	return format && !format->bits;
}

/* Bytes of a line in the first plane, without padding. */
static u32 loopback_format_line(const struct loopback_format *format, u32 width)
{
	return roundup(width, format->group) * format->bits / 8;
}

/* Bytes of a frame whose lines are that long in the first plane. */
static u32 loopback_format_frame(const struct loopback_format *format, u32 line,
				 u32 height)
{
	u32 size = line * height;

	/* chroma lines are as many pixels long as those of the first plane */
	if (format->chroma)
		size += format->chroma *
			DIV_ROUND_UP(line * 8 / format->bits, format->hdiv) *
			DIV_ROUND_UP(height, format->vdiv);
	return size;
}

static void loopback_format_size(struct v4l2_pix_format *pix)
{
	const struct loopback_format *format =
		loopback_format_find(pix->pixelformat);

	if (!format->bits) {
		pix->bytesperline = 0;
		pix->sizeimage = pix->width * pix->height *
				 LOOPBACK_COMPRESSED_BYTES;
		return;
	}
	pix->bytesperline = loopback_format_line(format, pix->width);
	pix->sizeimage = loopback_format_frame(format, pix->bytesperline,
					       pix->height);
}

/*
 * What a padded line is a multiple of, so that each line begins at a pixel that
 * is aligned as its parts are, and chroma lines are whole.
 */
static u32 loopback_format_unit(const struct loopback_format *format)
{
	u32 bytes = format->bits * format->group / 8;

	return (1 << __ffs(bytes)) * (format->hdiv ?: 1);
}

/*
 * The longest line: a picture may be part of the widest that the device can
 * have, and hardware aligns that. No frame of such lines is over the limit.
 */
static u32 loopback_format_longest(const struct loopback_dev *dev,
				   const struct loopback_format *format)
{
	return ALIGN(loopback_format_line(format, dev->config.max_width),
		     LOOPBACK_STRIDE_ALIGN);
}

/*
 * Pad lines and frame as a producer asks for, within bounds. There may be room
 * behind the lines, for hardware that aligns the height, too.
 */
static void loopback_format_pad(const struct loopback_dev *dev,
				struct v4l2_pix_format *pix, u32 line, u32 size)
{
	const struct loopback_format *format =
		loopback_format_find(pix->pixelformat);
	u32 most;

	if (!format->bits)
		return;
	if (line > pix->bytesperline) {
		line = min(line, loopback_format_longest(dev, format));
		pix->bytesperline = roundup(line, loopback_format_unit(format));
		pix->sizeimage = loopback_format_frame(format,
						       pix->bytesperline,
						       pix->height);
	}
	most = min_t(u32, PAGE_ALIGN(2 * pix->sizeimage), LOOPBACK_FRAME_LIMIT);
	pix->sizeimage = clamp(size, pix->sizeimage, most);
}

static void loopback_format_colors(struct v4l2_pix_format *pix)
{
	if (pix->colorspace == V4L2_COLORSPACE_DEFAULT ||
	    pix->colorspace > V4L2_COLORSPACE_DCI_P3)
		pix->colorspace = V4L2_COLORSPACE_SRGB;
	if (pix->xfer_func > V4L2_XFER_FUNC_SMPTE2084)
		pix->xfer_func = V4L2_XFER_FUNC_DEFAULT;
	if (pix->ycbcr_enc > V4L2_YCBCR_ENC_SMPTE240M)
		pix->ycbcr_enc = V4L2_YCBCR_ENC_DEFAULT;
	if (pix->quantization > V4L2_QUANTIZATION_LIM_RANGE)
		pix->quantization = V4L2_QUANTIZATION_DEFAULT;
}

/* Make a format that was asked for one that the device can have. */
void loopback_format_adjust(const struct loopback_dev *dev,
			    struct v4l2_pix_format *pix)
{
	if (!loopback_format_known(pix->pixelformat))
		pix->pixelformat = dev->format.pixelformat ?:
				   loopback_formats[0].fourcc;
	pix->width = clamp_t(u32, pix->width ?: 640, dev->config.min_width,
			     dev->config.max_width);
	pix->height = clamp_t(u32, pix->height ?: 480, dev->config.min_height,
			      dev->config.max_height);
	pix->field = V4L2_FIELD_NONE;
	pix->flags &= V4L2_PIX_FMT_FLAG_PREMUL_ALPHA;
	pix->priv = V4L2_PIX_FMT_PRIV_MAGIC;
	loopback_format_size(pix);
	loopback_format_colors(pix);
}

/* The same for a producer, whose lines stay as they are if that is wanted. */
void loopback_format_adjust_out(const struct loopback_dev *dev,
				struct v4l2_pix_format *pix)
{
	u32 line = pix->bytesperline, size = pix->sizeimage;

	loopback_format_adjust(dev, pix);
	if (dev->keep_strides)
		loopback_format_pad(dev, pix, line, size);
}

/*
 * The same for a consumer, who gets the lines that there are if a producer has
 * chosen them: it may do so before it has buffers.
 */
void loopback_format_adjust_cap(const struct loopback_dev *dev,
				struct v4l2_pix_format *pix)
{
	loopback_format_adjust(dev, pix);
	if (!dev->keep_strides || pix->width != dev->format.width ||
	    pix->height != dev->format.height ||
	    pix->pixelformat != dev->format.pixelformat)
		return;
	pix->bytesperline = dev->format.bytesperline;
	pix->sizeimage = dev->format.sizeimage;
}

void loopback_format_default(struct loopback_dev *dev)
{
	memset(&dev->format, 0, sizeof(dev->format));
	loopback_format_adjust(dev, &dev->format);
	dev->compressed = loopback_format_compressed(dev->format.pixelformat);
	dev->interval.numerator = 1;
	dev->interval.denominator = 30;
}
