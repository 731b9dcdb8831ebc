// What every native part shares: how a call reports an error and how a handle crosses the boundary.
//
// Each export returns a fae_status and writes its results through pointers. Nothing is ever thrown across: the message
// of the last failure on this thread is copied out with fae_last_error. A handle is an opaque pointer that owns one
// reference; the part that made it has a matching ..._free.
#pragma once

#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <string>

#define FAE_API extern "C" __attribute__((visibility("default")))

enum fae_status : int32_t {
    FAE_OK = 0,
    FAE_FAILED = 1,     // the library underneath refused; the message is its own
    FAE_INVALID = 2,    // the caller's argument makes no sense
    FAE_NO_MEMORY = 3,
};

namespace fae {

inline thread_local std::string last_error;

inline int32_t fail(fae_status status, const char* message) noexcept {
    try {
        last_error = message;
    } catch (...) {
        last_error.clear();
    }
    return status;
}

inline int32_t copy_last_error(char* buffer, int32_t capacity) noexcept {
    const auto length = static_cast<int32_t>(last_error.size());
    if (buffer != nullptr && capacity > 0) {
        std::memcpy(buffer, last_error.data(), static_cast<size_t>(length < capacity ? length : capacity));
    }
    return length;
}

struct invalid_argument : std::exception {
    explicit invalid_argument(std::string text) : message(std::move(text)) {}
    const char* what() const noexcept override { return message.c_str(); }
    std::string message;
};

// Runs body() and turns whatever it throws into a status; part-specific exceptions are caught inside the body.
template <class Body>
int32_t guarded(Body&& body) noexcept {
    try {
        body();
        return FAE_OK;
    } catch (const invalid_argument& error) {
        return fail(FAE_INVALID, error.what());
    } catch (const std::bad_alloc&) {
        return fail(FAE_NO_MEMORY, "out of memory");
    } catch (const std::exception& error) {
        return fail(FAE_FAILED, error.what());
    } catch (...) {
        return fail(FAE_FAILED, "unknown native exception");
    }
}

}  // namespace fae
