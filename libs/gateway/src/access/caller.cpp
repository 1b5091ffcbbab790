#include "access/caller.hpp"

namespace divan::gateway {

Scopes Scopes::all() {
    Scopes scopes;
    for (const Scope scope : {Scope::read, Scope::submit, Scope::cancel, Scope::admin}) scopes.add(scope);
    return scopes;
}

}  // namespace divan::gateway
