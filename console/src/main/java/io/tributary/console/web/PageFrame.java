package io.tributary.console.web;

import java.util.Optional;

/**
 * What all pages have around their own content.
 *
 * @param path of the request
 * @param notice shown at the top
 */
public record PageFrame(String title, Visitor visitor, String path, Optional<String> notice) {}
