// The web page of llama-server, left out: what its HTTP server asks for, answered with nothing.
#pragma once
#include <cstddef>
#include <string>
#include <vector>
struct llama_ui_asset {
    std::string name;
    const unsigned char * data;
    size_t size;
    std::string type;
    std::string etag;
};
inline const llama_ui_asset * llama_ui_find_asset(const std::string &) { return nullptr; }
inline std::vector<llama_ui_asset> llama_ui_get_assets() { return {}; }
inline bool llama_ui_use_gzip() { return false; }
