/**
 * What a folder without an index is answered with: a list of what is in it, or any file of it. Nginx's modules autoindex
 * and random_index; start reading at {@link millrace.gateway.listing.FolderHandler}.
 */
package millrace.gateway.listing;
