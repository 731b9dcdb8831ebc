// JPEG through libturbojpeg: several times as fast as a libvips pipeline on training-size pictures.
#include <turbojpeg.h>

#include <cstring>
#include <string>

#include "codecs.h"

namespace fae::images {

namespace {

struct destroy {
    void operator()(void* handle) const { tjDestroy(handle); }
};

using decompressor = std::unique_ptr<void, destroy>;

// The published decoder's rule for Adobe's inverted inks: each ink times black.
void cmyk_to_rgb(const uint8_t* source, size_t pixels, int32_t bands, uint8_t* destination) {
    for (size_t i = 0; i < pixels; ++i, source += 4, destination += bands) {
        const int black = source[3];
        for (int c = 0; c < 3; ++c) {
            destination[c] = static_cast<uint8_t>((source[c] * black + 127) / 255);
        }
        if (bands == 4) {
            destination[3] = 255;
        }
    }
}

class jpeg_picture final : public picture {
public:
    jpeg_picture(const uint8_t* data, size_t size) : handle_(tjInitDecompress()), data_(data), size_(size) {
        if (!handle_) {
            throw std::bad_alloc();
        }
        int subsampling = 0;
        const int status = tjDecompressHeader3(handle_.get(), data_, size_, &info.width, &info.height, &subsampling, &colour_);
        if (status != 0 && (tjGetErrorCode(handle_.get()) == TJERR_FATAL || info.width <= 0 || info.height <= 0)) {
            throw codec_error(tjGetErrorStr2(handle_.get()));
        }
        info.bands = colour_ == TJCS_GRAY ? 1 : 3;
        info.frames = 1;
    }

    void read_frame(int32_t bands, uint8_t* destination) override {
        if (colour_ == TJCS_CMYK || colour_ == TJCS_YCCK) {
            const auto pixels = static_cast<size_t>(info.width) * info.height;
            std::vector<uint8_t> inks(pixels * 4);
            decompress(inks.data(), TJPF_CMYK);
            cmyk_to_rgb(inks.data(), pixels, bands, destination);
        } else {
            decompress(destination, bands == 4 ? TJPF_RGBA : TJPF_RGB);
        }
    }

private:
    void decompress(uint8_t* destination, int pixel_format) {
        // A progressive file can ask for thousands of scans over the whole picture; 500 is libjpeg-turbo's own bound.
        const int flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS;
        if (tjDecompress2(handle_.get(), data_, size_, destination, info.width, 0, info.height, pixel_format, flags) == 0) {
            return;
        }
        const std::string message = tjGetErrorStr2(handle_.get());
        // Stray bytes between markers lose no pixel; a picture that stops early or has broken codes does.
        if (tjGetErrorCode(handle_.get()) == TJERR_FATAL || message.find("extraneous bytes") == std::string::npos) {
            throw codec_error(message);
        }
    }

    decompressor handle_;
    const uint8_t* data_;
    size_t size_;
    int colour_ = TJCS_YCbCr;
};

}  // namespace

std::unique_ptr<picture> open_jpeg(const uint8_t* data, size_t size) {
    return std::make_unique<jpeg_picture>(data, size);
}

}  // namespace fae::images
