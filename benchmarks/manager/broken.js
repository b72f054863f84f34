throw new Error('a build that does not start');
