// What the exports and the codecs agree on. JPEG goes through libturbojpeg, everything else through libvips.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

#include "fae_native.h"

// The numbers are shared with the C# side.
enum fae_image_format : int32_t { FAE_JPEG = 0, FAE_PNG = 1, FAE_WEBP = 2, FAE_GIF = 3 };

struct fae_picture_info {
    int32_t width;
    int32_t height;
    int32_t bands;   // 1 grey, 2 grey + alpha, 3 colour, 4 colour + alpha
    int32_t frames;
    int32_t loop;    // how often an animation plays; 0 = for ever
};

struct fae_encoder_options {
    int32_t quality;        // JPEG 1..100, WebP 0..100
    int32_t subsampling;    // JPEG: a TJSAMP value
    int32_t compression;    // PNG: zlib level 0..9
    int32_t filter;         // PNG: libvips' filter flags
    int32_t lossless;       // WebP
    int32_t effort;         // WebP 0..6
    int32_t loop;           // animations: how often they play; 0 = for ever
};

namespace fae::images {

struct codec_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// An opened file. It borrows the bytes that it was opened on. Frames are read once each, first to last.
class picture {
public:
    virtual ~picture() = default;
    // Writes width * height pixels of 3 (RGB) or 4 (RGBA) bytes.
    virtual void read_frame(int32_t bands, uint8_t* destination) = 0;

    fae_picture_info info{};
    std::vector<int32_t> delays;  // milliseconds, one a frame; empty for a still
};

// A finished file in the memory of the library that made it.
struct encoded {
    uint8_t* data = nullptr;
    size_t size = 0;
    void (*release)(void*) = nullptr;
    encoded() = default;
    encoded(const encoded&) = delete;
    ~encoded() {
        if (data != nullptr) {
            release(data);
        }
    }
};

// All frames under one another: width x (height * frames), 1, 3 or 4 bytes a pixel, no padding.
struct raster {
    const uint8_t* pixels;
    int32_t width;
    int32_t height;
    int32_t bands;
    int32_t frames;
    const int32_t* delays;  // milliseconds, one a frame; null for a still

    size_t size() const { return static_cast<size_t>(width) * height * bands * frames; }
};

std::unique_ptr<picture> open_jpeg(const uint8_t* data, size_t size);
std::unique_ptr<picture> open_vips(fae_image_format format, const uint8_t* data, size_t size);

void encode_jpeg(const raster& source, const fae_encoder_options& options, encoded& result);
void encode_vips(fae_image_format format, const raster& source, const fae_encoder_options& options, encoded& result);

}  // namespace fae::images
