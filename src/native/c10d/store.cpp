// The meeting point: a key-value store on one machine, through which ranks find each other and leave notes.
#include "c10d.h"

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

// Waits until the server answers, not for other ranks: that is for the caller, who can say which of them is missing.
FAE_API int32_t fae_c10d_store_tcp(
    const char* host, int32_t port, int32_t server, const char* prefix, int64_t timeout_ms, fae::Store** result) {
    return fae::libtorch_guarded([&] {
        c10d::TCPStoreOptions options;
        options.port = static_cast<uint16_t>(port);
        options.isServer = server != 0;
        options.waitWorkers = false;
        options.timeout = std::chrono::milliseconds(timeout_ms);
        auto tcp = c10::make_intrusive<c10d::TCPStore>(std::string(host), options);
        auto store = std::make_unique<fae::Store>();
        store->store = c10::make_intrusive<c10d::PrefixStore>(std::string(prefix), std::move(tcp));
        *result = store.release();
    });
}

FAE_API int32_t fae_c10d_store_set(fae::Store* store, const char* key, const char* value) {
    return fae::libtorch_guarded([&] {
        const std::string text(value);
        store->store->set(key, std::vector<uint8_t>(text.begin(), text.end()));
    });
}

// Fails where the key has not come within the time. A value longer than the buffer is cut.
// Asks again and again: after a wait that timed out, the server's late answer would be taken for that of the next question.
FAE_API int32_t fae_c10d_store_get(fae::Store* store, const char* key, int64_t timeout_ms, char* buffer, int32_t capacity, int32_t* length) {
    return fae::libtorch_guarded([&] {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
        while (!store->store->check({key})) {
            if (std::chrono::steady_clock::now() >= deadline) {
                throw std::runtime_error("no such key in time");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        const auto value = store->store->get(key);
        *length = static_cast<int32_t>(value.size()) < capacity ? static_cast<int32_t>(value.size()) : capacity;
        std::memcpy(buffer, value.data(), static_cast<size_t>(*length));
    });
}

FAE_API void fae_c10d_store_free(fae::Store* store) noexcept {
    delete store;
}
