/** Linux through the foreign function and memory API: the only module with native access. */
module millrace.os {
    exports millrace.os;
}
