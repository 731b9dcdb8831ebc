// PNG, WebP and GIF through libvips. Only these three loaders are ever called, whatever else this libvips was built with.
#include "vips_session.h"

#include <algorithm>

namespace fae::images {

namespace {

constexpr int32_t strip_rows = 16;

// Published rounding of 16-bit samples; the byte is sample * 255 / 65535 to nearest.
inline uint8_t to_byte(uint16_t sample) { return static_cast<uint8_t>((sample * 255u + 32895u) >> 16); }
inline uint8_t to_byte(uint8_t sample) { return sample; }

template <class Sample>
void convert_row(const Sample* source, int32_t source_bands, int32_t pixels, int32_t bands, uint8_t* destination) {
    const bool colour = source_bands >= 3;
    const bool alpha = source_bands == 2 || source_bands == 4;
    for (int32_t x = 0; x < pixels; ++x, source += source_bands, destination += bands) {
        destination[0] = to_byte(source[0]);
        destination[1] = to_byte(source[colour ? 1 : 0]);
        destination[2] = to_byte(source[colour ? 2 : 0]);
        if (bands == 4) {
            destination[3] = alpha ? to_byte(source[source_bands - 1]) : 255;
        }
    }
}

VipsImage* load(fae_image_format format, const uint8_t* data, size_t size) {
    auto* bytes = const_cast<uint8_t*>(data);
    VipsImage* image = nullptr;
    int status = -1;
    switch (format) {
        case FAE_PNG:
            status = vips_pngload_buffer(bytes, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
            break;
        case FAE_WEBP:
            status = vips_webpload_buffer(bytes, size, &image, "n", -1, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                          VIPS_FAIL_ON_ERROR, nullptr);
            break;
        case FAE_GIF:
            status = vips_gifload_buffer(bytes, size, &image, "n", -1, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                         VIPS_FAIL_ON_ERROR, nullptr);
            break;
        default:
            throw invalid_argument("no loader for this format");
    }
    if (status != 0) {
        throw vips_failure("libvips cannot open the file");
    }
    return image;
}

class vips_picture final : public picture {
public:
    vips_picture(fae_image_format format, const uint8_t* data, size_t size) : image_(load(format, data, size)) {
        VipsImage* image = image_.get();
        info.width = vips_image_get_width(image);
        info.height = vips_image_get_page_height(image);
        info.frames = vips_image_get_height(image) / info.height;
        info.bands = vips_image_get_bands(image);
        if (vips_image_get_typeof(image, "loop") != 0) {
            vips_image_get_int(image, "loop", &info.loop);
        }
        const VipsBandFormat samples = vips_image_get_format(image);
        if (info.bands < 1 || info.bands > 4 || (samples != VIPS_FORMAT_UCHAR && samples != VIPS_FORMAT_USHORT)) {
            throw codec_error("unsupported sample layout");
        }
        read_delays();
    }

    void read_frame(int32_t bands, uint8_t* destination) override {
        vips_thread_scope thread;
        if (next_frame_ >= info.frames) {
            throw invalid_argument("no frame left to read");
        }
        // The region belongs to this thread and pulls rows through the loader here: no worker thread, no second copy.
        const vips_ref<VipsRegion> region(vips_region_new(image_.get()));
        const int32_t top = next_frame_++ * info.height;
        const size_t stride = static_cast<size_t>(info.width) * bands;
        for (int32_t y = 0; y < info.height; y += strip_rows) {
            const VipsRect strip{0, top + y, info.width, std::min(strip_rows, info.height - y)};
            if (vips_region_prepare(region.get(), &strip) != 0) {
                throw vips_failure("libvips cannot decode the file");
            }
            for (int32_t row = 0; row < strip.height; ++row) {
                read_row(region.get(), strip.top + row, bands, destination + (y + row) * stride);
            }
        }
    }

private:
    void read_delays() {
        if (vips_image_get_typeof(image_.get(), "delay") == 0) {
            return;
        }
        int* values = nullptr;
        int count = 0;
        if (vips_image_get_array_int(image_.get(), "delay", &values, &count) == 0) {
            delays.assign(values, values + std::min(count, info.frames));
            delays.resize(info.frames, 0);
        }
    }

    void read_row(VipsRegion* region, int32_t y, int32_t bands, uint8_t* destination) const {
        const VipsPel* row = VIPS_REGION_ADDR(region, 0, y);
        if (vips_image_get_format(image_.get()) == VIPS_FORMAT_USHORT) {
            convert_row(reinterpret_cast<const uint16_t*>(row), info.bands, info.width, bands, destination);
        } else if (info.bands == bands) {
            std::memcpy(destination, row, static_cast<size_t>(info.width) * bands);
        } else {
            convert_row(row, info.bands, info.width, bands, destination);
        }
    }

    vips_ref<VipsImage> image_;
    int32_t next_frame_ = 0;
};

}  // namespace

std::unique_ptr<picture> open_vips(fae_image_format format, const uint8_t* data, size_t size) {
    start_vips();
    return std::make_unique<vips_picture>(format, data, size);
}

}  // namespace fae::images
