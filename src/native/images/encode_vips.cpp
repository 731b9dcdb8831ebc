#include "vips_session.h"

namespace fae::images {

namespace {

// A header of our own over the caller's pixels: metadata may be set on it, the pixels are not copied.
vips_ref<VipsImage> wrap(const raster& source) {
    VipsImage* memory = vips_image_new_from_memory(source.pixels, source.size(), source.width, source.height * source.frames,
                                                   source.bands, VIPS_FORMAT_UCHAR);
    if (memory == nullptr) {
        throw vips_failure("libvips refuses the pixels");
    }
    const vips_ref<VipsImage> owner(memory);
    VipsImage* image = nullptr;
    const int interpretation = source.bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    if (vips_copy(memory, &image, "interpretation", interpretation, nullptr) != 0) {
        throw vips_failure("libvips refuses the pixels");
    }
    return vips_ref<VipsImage>(image);
}

void describe_animation(VipsImage* image, const raster& source, int32_t loop) {
    if (source.delays == nullptr) {
        return;
    }
    vips_image_set_int(image, VIPS_META_PAGE_HEIGHT, source.height);
    vips_image_set_int(image, "loop", loop);
    vips_image_set_array_int(image, "delay", source.delays, source.frames);
}

int save(fae_image_format format, VipsImage* image, const fae_encoder_options& options, void** data, size_t* size) {
    switch (format) {
        case FAE_PNG:
            return vips_pngsave_buffer(image, data, size, "compression", options.compression, "filter", options.filter, "strip", TRUE,
                                       nullptr);
        case FAE_WEBP:
            return vips_webpsave_buffer(image, data, size, "Q", options.quality, "lossless", options.lossless != 0, "effort",
                                        options.effort, "strip", TRUE, nullptr);
        case FAE_GIF:
            return vips_gifsave_buffer(image, data, size, "strip", TRUE, nullptr);
        default:
            throw invalid_argument("no saver for this format");
    }
}

}  // namespace

void encode_vips(fae_image_format format, const raster& source, const fae_encoder_options& options, encoded& result) {
    start_vips();
    vips_thread_scope thread;
    const auto image = wrap(source);
    describe_animation(image.get(), source, options.loop);
    void* data = nullptr;
    result.release = g_free;
    const int status = save(format, image.get(), options, &data, &result.size);
    result.data = static_cast<uint8_t*>(data);
    if (status != 0) {
        throw vips_failure("libvips cannot encode the picture");
    }
}

}  // namespace fae::images
