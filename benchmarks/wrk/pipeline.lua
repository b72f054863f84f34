-- Sends requests sixteen at a time; wrk waits for the sixteen answers before it sends the next batch.
local batch

function init(args)
  local requests = {}
  for i = 1, 16 do
    requests[i] = wrk.format()
  end
  batch = table.concat(requests)
end

function request()
  return batch
end
