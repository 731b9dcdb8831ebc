#include <turbojpeg.h>

#include "codecs.h"

namespace fae::images {

void encode_jpeg(const raster& source, const fae_encoder_options& options, encoded& result) {
    const std::unique_ptr<void, int (*)(void*)> handle(tjInitCompress(), tjDestroy);
    if (!handle) {
        throw std::bad_alloc();
    }
    const int pixel_format = source.bands == 1 ? TJPF_GRAY : TJPF_RGB;
    unsigned long size = 0;
    result.release = [](void* data) { tjFree(static_cast<unsigned char*>(data)); };
    const int status = tjCompress2(handle.get(), source.pixels, source.width, 0, source.height, pixel_format, &result.data, &size,
                                   options.subsampling, options.quality, TJFLAG_ACCURATEDCT);
    result.size = size;
    if (status != 0) {
        throw codec_error(tjGetErrorStr2(handle.get()));
    }
}

}  // namespace fae::images
