// libvips as this library wants it: one worker, no operation cache, no JIT, nothing on stderr.
#pragma once

#include <vips/vips.h>
#include <vips/vector.h>

#include <string>

#include "codecs.h"

namespace fae::images {

void start_vips();

// The message of the last failure; libvips keeps one buffer for the process, so parallel failures may share text.
codec_error vips_failure(const char* what);

// Frees what libvips keeps for the calling thread: .NET's pool threads come and go without telling it.
struct vips_thread_scope {
    ~vips_thread_scope() { vips_thread_shutdown(); }
};

struct unref {
    void operator()(void* object) const { g_object_unref(object); }
};

template <class T>
using vips_ref = std::unique_ptr<T, unref>;

}  // namespace fae::images
