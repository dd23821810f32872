/** The web server: pages, who may see and do what, errors. */
@NullMarked
package io.tributary.console.web;

import org.jspecify.annotations.NullMarked;
