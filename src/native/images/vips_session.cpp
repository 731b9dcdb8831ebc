#include "vips_session.h"

namespace fae::images {

namespace {

void ignore_log(const gchar*, GLogLevelFlags, const gchar*, gpointer) {}

bool initialise() {
    if (VIPS_INIT("fae") != 0) {
        return false;
    }
    // Results must not depend on the number of cores, and a cache would grow with every training image.
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_cache_set_max_files(0);
    // orc keeps its generated code in a temporary file, and no operation used here gains from it.
    vips_vector_set_enabled(FALSE);
    g_log_set_handler("VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_INFO | G_LOG_LEVEL_MESSAGE),
                      ignore_log, nullptr);
    return true;
}

}  // namespace

void start_vips() {
    static const bool started = initialise();
    if (!started) {
        throw vips_failure("libvips does not start");
    }
}

codec_error vips_failure(const char* what) {
    std::string message = what;
    if (char* text = vips_error_buffer_copy(); text != nullptr) {
        message += ": ";
        message += text;
        g_free(text);
    }
    while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) {
        message.pop_back();
    }
    return codec_error(message);
}

}  // namespace fae::images
