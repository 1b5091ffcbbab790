#pragma once

#include <exception>
#include <new>
#include <string>

#include <divan/capi/divan.h>
#include <divan/base/error.hpp>

namespace divan::capi {

/// Gives the error to the caller, who may not want it, and returns its code.
divan_code report(divan_error** to, Error error) noexcept;
divan_code report_out_of_memory(divan_error** to) noexcept;
divan_code report_exception(divan_error** to, const char* what) noexcept;

/// True while this thread is in a log callback, where every function that can fail is refused.
bool inside_log_callback();
Result<> may_be_called();

/// Runs the body of an exported function: its error is reported, its exceptions are caught.
template <class Work>
divan_code guarded(divan_error** error, Work&& work) noexcept {
    if (error) *error = nullptr;
    try {
        Result<> done = may_be_called();
        if (done) done = work();
        return done ? DIVAN_OK : report(error, std::move(done).error());
    } catch (const std::bad_alloc&) {
        return report_out_of_memory(error);
    } catch (const std::exception& exception) {
        return report_exception(error, exception.what());
    } catch (...) {
        return report_exception(error, "of an unknown type");
    }
}

/// Where a result goes: NULL until it is there.
template <class T>
Result<> check_out(T** out, const char* name) {
    if (!out) return fail(Errc::invalid_argument, std::string{"the place for the "} + name + " is NULL");
    *out = nullptr;
    return {};
}

}  // namespace divan::capi

/// `DIVAN_TRY(call)`: hands on the error of a Result<>.
#define DIVAN_TRY(call)                                                                    \
    do {                                                                                   \
        if (auto&& tried = (call); !tried) return ::divan::fail(std::move(tried).error()); \
    } while (false)
