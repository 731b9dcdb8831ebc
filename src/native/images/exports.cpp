#include "codecs.h"

using fae::images::encoded;
using fae::images::picture;
using fae::images::raster;

namespace {

void require(bool condition, const char* message) {
    if (!condition) {
        throw fae::invalid_argument(message);
    }
}

}  // namespace

FAE_API int32_t fae_last_error(char* buffer, int32_t capacity) noexcept {
    return fae::copy_last_error(buffer, capacity);
}

// The bytes are borrowed until fae_picture_free.
FAE_API int32_t fae_picture_open(int32_t format, const uint8_t* data, int64_t size, picture** result, fae_picture_info* info) noexcept {
    return fae::guarded([&] {
        require(data != nullptr && size > 0, "no bytes to decode");
        const auto length = static_cast<size_t>(size);
        auto opened = format == FAE_JPEG ? fae::images::open_jpeg(data, length)
                                         : fae::images::open_vips(static_cast<fae_image_format>(format), data, length);
        *info = opened->info;
        *result = opened.release();
    });
}

// One delay a frame in milliseconds, all 0 for a still.
FAE_API int32_t fae_picture_delays(const picture* source, int32_t* delays, int32_t count) noexcept {
    return fae::guarded([&] {
        for (int32_t i = 0; i < count; ++i) {
            delays[i] = static_cast<size_t>(i) < source->delays.size() ? source->delays[i] : 0;
        }
    });
}

// The next frame, in order, as 3 (RGB) or 4 (RGBA) bytes a pixel.
FAE_API int32_t fae_picture_read(picture* source, int32_t bands, uint8_t* destination, int64_t capacity) noexcept {
    return fae::guarded([&] {
        require(bands == 3 || bands == 4, "3 or 4 bytes a pixel");
        require(capacity >= static_cast<int64_t>(source->info.width) * source->info.height * bands, "the destination is too small");
        source->read_frame(bands, destination);
    });
}

FAE_API void fae_picture_free(picture* source) noexcept {
    delete source;
}

// Frames lie under one another; delays is null for a still.
FAE_API int32_t fae_picture_encode(int32_t format, const uint8_t* pixels, int32_t width, int32_t height, int32_t bands, int32_t frames,
                                   const int32_t* delays, const fae_encoder_options* options, encoded** result) noexcept {
    return fae::guarded([&] {
        require(bands == 1 || bands == 3 || bands == 4, "1, 3 or 4 bytes a pixel");
        require(width > 0 && height > 0 && frames > 0, "an empty picture");
        const raster source{pixels, width, height, bands, frames, delays};
        auto file = std::make_unique<encoded>();
        if (format == FAE_JPEG) {
            fae::images::encode_jpeg(source, *options, *file);
        } else {
            fae::images::encode_vips(static_cast<fae_image_format>(format), source, *options, *file);
        }
        *result = file.release();
    });
}

FAE_API void fae_encoded_view(const encoded* file, const uint8_t** data, int64_t* size) noexcept {
    *data = file->data;
    *size = static_cast<int64_t>(file->size);
}

FAE_API void fae_encoded_free(encoded* file) noexcept {
    delete file;
}
